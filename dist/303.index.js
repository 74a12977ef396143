export const id = 303;
export const ids = [303];
export const modules = {

/***/ 3916:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CZ: () => (/* binding */ messageFromError),
/* harmony export */   Cj: () => (/* binding */ LockstepError),
/* harmony export */   Xt: () => (/* binding */ InvalidInputsError)
/* harmony export */ });
/**
 * A failure that the user can act on. `message` says what happened and why, `advice` what to do.
 * Anything else that is thrown is a defect of ours or of the platform and passes through unchanged.
 */
class LockstepError extends Error {
    reason;
    advice;
    /** To be pasted as they are, one a line. */
    commands;
    constructor(reason, message, advice = '', options = {}) {
        super(message, options);
        this.commands = options.commands ?? [];
        this.name = 'LockstepError';
        this.reason = reason;
        this.advice = advice;
    }
}
/** Every problem of the inputs in one error, one sentence a problem. */
class InvalidInputsError extends LockstepError {
    problems;
    constructor(problems) {
        const count = problems.length === 1 ? 'An input is' : `${String(problems.length)} inputs are`;
        super('invalid-input', `${count} not valid, so nothing was started:\n- ${problems.join('\n- ')}`);
        this.name = 'InvalidInputsError';
        this.problems = problems;
    }
}
/** The message of anything that was thrown, with the messages of its causes. */
function messageFromError(error) {
    if (!(error instanceof Error))
        return String(error);
    const message = error.message === '' ? error.name : error.message;
    if (error.cause === undefined)
        return message;
    return `${message} (${messageFromError(error.cause)})`;
}


/***/ }),

/***/ 303:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(3916);
// EXTERNAL MODULE: ./src/plan/changes.ts
var plan_changes = __webpack_require__(1766);
;// CONCATENATED MODULE: ./src/plan/plan-json.ts
/** A number of so many digits may be none that JavaScript can hold. */
const LONG_NUMBER = /[[:,]\s*-?[\d.]{16,}/;
/** JSON in which a number that JavaScript cannot hold is the text of its digits, as Terraform prints it. */
function parseJson(text) {
    if (!LONG_NUMBER.test(text))
        return JSON.parse(text);
    // Node 20 gives no source.
    const exactly = (_key, value, context) => typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
        ? context.source
        : value;
    return JSON.parse(text, exactly);
}
/** Parses the output of `show -json`. Throws an Error when it is not a plan. */
function parsePlanJson(text) {
    const plan = parseJson(text);
    if (typeof plan !== 'object' || plan === null || typeof plan.format_version !== 'string') {
        throw new Error('"terraform show -json" did not print a plan');
    }
    return plan;
}

;// CONCATENATED MODULE: ./src/plan/sensitive-values.ts
/** Every sensitive string and number of a plan, as text; what Terraform hides from its own output. */
function sensitiveValuesOfPlan(plan) {
    const found = new Set();
    const variables = plan.configuration?.root_module?.variables ?? {};
    for (const [name, variable] of Object.entries(plan.variables ?? {})) {
        if (variables[name]?.sensitive === true)
            collect(variable.value, true, found);
    }
    const changes = [
        ...(plan.resource_changes ?? []).map(({ change }) => change),
        ...(plan.resource_drift ?? []).map(({ change }) => change),
        ...Object.values(plan.output_changes ?? {}),
    ];
    for (const change of changes) {
        collect(change.before, change.before_sensitive, found);
        collect(change.after, change.after_sensitive, found);
    }
    // Data sources stand nowhere else.
    collectState(plan.prior_state?.values, found);
    collectState(plan.planned_values, found);
    return found;
}
/** Of `terraform output -json`: `{name: {sensitive, type, value}}`. */
function sensitiveValuesOfOutputs(outputs) {
    const found = new Set();
    if (typeof outputs !== 'object' || outputs === null)
        return found;
    for (const output of Object.values(outputs)) {
        const { sensitive, value } = (output ?? {});
        if (sensitive === true)
            collect(value, true, found);
    }
    return found;
}
function collectState(values, found) {
    for (const output of Object.values(values?.outputs ?? {}))
        collect(output.value, output.sensitive, found);
    const collectModule = (module) => {
        for (const resource of module.resources ?? [])
            collect(resource.values, resource.sensitive_values, found);
        module.child_modules?.forEach(collectModule);
    };
    if (values?.root_module !== undefined)
        collectModule(values.root_module);
}
/** `mark`: `true` for all of `value`, or the same structure with `true` at its sensitive leaves. */
function collect(value, mark, found) {
    if (mark === undefined || mark === null || mark === false)
        return;
    if (typeof value === 'string' || typeof value === 'number') {
        if (mark === true)
            found.add(String(value));
        return;
    }
    if (typeof value !== 'object' || value === null)
        return;
    for (const [key, entry] of Object.entries(value)) {
        collect(entry, mark === true ? true : mark[key], found);
    }
}

// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
// EXTERNAL MODULE: ./src/runner/files.ts
var files = __webpack_require__(869);
// EXTERNAL MODULE: ./src/terraform/arguments.ts
var terraform_arguments = __webpack_require__(2548);
// EXTERNAL MODULE: ./src/lock/lock-holder.ts
var lock_holder = __webpack_require__(9739);
// EXTERNAL MODULE: ./src/report/instant.ts
var instant = __webpack_require__(4843);
// EXTERNAL MODULE: ./src/retry/credential-life.ts
var credential_life = __webpack_require__(2084);
// EXTERNAL MODULE: ./src/retry/duration.ts
var duration = __webpack_require__(7100);
// EXTERNAL MODULE: ./src/commands/prepare.ts + 2 modules
var prepare = __webpack_require__(5586);
;// CONCATENATED MODULE: ./src/commands/credentials.ts






/** A machine that was suspended tells by its wall clock alone that the time has come. */
const lookAgainMs = 60_000;
/** Refuses to start an apply that has too little time before its credentials end. */
function requireCredentialLife(deps) {
    const life = lifeOf(deps);
    if (life?.isTooShort === true)
        throw tooShort(deps, life);
}
/** How long to wait for the lock: an apply only until it could not start any more. */
function waitLimitMs(deps, operation) {
    const { lockTimeoutMs } = deps.inputs;
    const life = operation === 'apply' ? lifeOf(deps) : undefined;
    if (life === undefined)
        return lockTimeoutMs;
    return Math.min(lockTimeoutMs, Math.max(0, life.leftMs - life.neededMs + 1));
}
/** Throws where `deadline`, which has passed, was the one of `waitLimitMs` and not of lock-timeout. */
function refuseVainWait(deps, deadline, holder) {
    const life = lifeOf(deps);
    const isOfCredentials = deadline.totalMs < deps.inputs.lockTimeoutMs;
    if (life === undefined || !isOfCredentials)
        return;
    const held = holder === undefined
        ? 'The state lock was not to be had in time'
        : `The state is locked by ${(0,lock_holder/* describeHolder */.sG)(deps.holders.known(holder))}`;
    throw tooShort(deps, life, `${held}, and to wait longer would be in vain. `);
}
/** A plan writes nothing, so it is not refused, and what was told of its credentials may be out of date. */
function warnOfEndedCredentials(deps, journey) {
    const life = lifeOf(deps);
    if (life === undefined || life.leftMs > 0)
        return;
    (0,prepare/* warn */.R8)(deps, journey, `${describeLife(deps, life)}. Planning all the same, which fails if that is so.`);
}
/** Interrupts Terraform 2 minutes before its credentials end, unless it has ended or was cancelled by then. */
async function stopBeforeExpiry(deps, journey, interrupt, ended) {
    journey.stoppedBeforeExpiry = false;
    const { clock, log, cancelled } = deps;
    const { credentialExpiration } = deps.inputs;
    const stopAt = credentialExpiration === undefined ? undefined : (0,credential_life/* stopTime */.O_)(credentialExpiration.at, clock.now());
    if (stopAt === undefined)
        return;
    for (let left = stopAt - clock.now(); left > 0; left = stopAt - clock.now()) {
        await clock.sleep(Math.min(left, lookAgainMs), ended);
        if (ended.aborted)
            return;
    }
    const life = lifeOf(deps);
    if (cancelled.aborted || life === undefined)
        return;
    journey.stoppedBeforeExpiry = true;
    log.say(`${describeLife(deps, life)}: asking Terraform to stop, and waiting for it to save its state and to give the lock back.`);
    interrupt();
}
/** The outcome of a run that was ended by that interrupt; undefined where it had failed before, or had none. */
function outcomeOfStop(deps, journey, { facts, exitCode, signal }, command, counts) {
    const life = lifeOf(deps);
    const isStopped = facts.interruptSeen || facts.haltedCount > 0 || exitCode === null;
    if (life === undefined || !journey.stoppedBeforeExpiry || !isStopped)
        return undefined;
    const end = exitCode === null ? `was ended by ${String(signal)}` : 'ended in order';
    const rest = command === 'apply'
        ? 'What it had not done by then is left to do with a new run: plan and apply again.'
        : 'There is no plan; plan again.';
    return {
        kind: 'failed',
        reason: 'credentials-expiring',
        message: `Terraform was stopped before its credentials end (${renderEnd(deps, life)}), and ${end}. ${rest}`,
        advice: renderAdvice(life),
        counts,
    };
}
function lifeOf({ inputs, clock }) {
    const { credentialExpiration: expiration, minimumCredentialLifeMs } = inputs;
    if (expiration === undefined)
        return undefined;
    return { ...expiration, ...(0,credential_life/* credentialLife */.Gv)(expiration.at, clock.now(), minimumCredentialLifeMs) };
}
function tooShort(deps, life, wait = '') {
    const isOfMinimum = life.neededMs === deps.inputs.minimumCredentialLifeMs;
    const needed = (0,duration/* renderDuration */.P)(life.neededMs);
    const need = isOfMinimum
        ? `${needed} or more (minimum-credential-life)`
        : `${needed} or more, since Terraform is stopped that long before their end`;
    return new errors/* LockstepError */.Cj('credentials-expiring', `${wait}${describeLife(deps, life)}. An apply starts only with ${need}. Nothing was applied.`, renderAdvice(life, isOfMinimum ? ', or lower minimum-credential-life' : ''));
}
function describeLife(deps, life) {
    const { leftMs } = life;
    if (leftMs <= 0)
        return `The credentials ended ${(0,duration/* renderDuration */.P)(-leftMs)} ago (${renderEnd(deps, life)})`;
    // Rounded up, too little could read as enough.
    const left = Math.floor(leftMs / 1000) * 1000;
    return `The credentials end in ${(0,duration/* renderDuration */.P)(left)} (${renderEnd(deps, life)})`;
}
/** `at 11:12 UTC, by the input credential-expiration` */
function renderEnd({ clock }, { at, source }) {
    const time = (0,instant/* renderClock */.X)(at, clock.now());
    const by = source === 'credential-expiration' ? `by the input ${source}` : `by ${source}`;
    return time === undefined ? by : `at ${time}, ${by}`;
}
function renderAdvice({ source }, otherwise = '') {
    const stale = source === 'AWS_CREDENTIAL_EXPIRATION'
        ? ` If ${source} is of other credentials, give the input credential-expiration.`
        : '';
    return `Get the credentials in the job that applies, after the approval, or let them live longer (role-duration-seconds, and the role's maximum session duration)${otherwise}.${stale}`;
}

// EXTERNAL MODULE: ./src/commands/redact.ts + 1 modules
var commands_redact = __webpack_require__(3765);
// EXTERNAL MODULE: ./src/lock/annotation.ts
var annotation = __webpack_require__(7198);
// EXTERNAL MODULE: ./src/report/shell-word.ts
var shell_word = __webpack_require__(2397);
// EXTERNAL MODULE: ./src/retry/backoff.ts
var backoff = __webpack_require__(8974);
// EXTERNAL MODULE: ./src/terraform/stored-state.ts
var stored_state = __webpack_require__(6701);
;// CONCATENATED MODULE: ./src/commands/require-saved-state.ts






/**
 * Starts to look for the marker of a state that could not be saved. The returned function throws `state-not-saved`
 * where there is one, and looks again each further time that it is called: whoever was waited for may have left one.
 */
function requireSavedState(deps, journey, prepared) {
    let started = lookAtMarker(deps, journey, prepared);
    // Told where it is awaited; until then Node would end this process for it.
    started.catch(() => undefined);
    return async () => {
        const look = started ?? lookAtMarker(deps, journey, prepared);
        started = undefined;
        await look;
    };
}
async function lookAtMarker(deps, journey, prepared) {
    const { log, cancelled } = deps;
    const { unsaved } = prepared.backend;
    if (unsaved === undefined)
        return;
    const marker = await readMarker(deps, unsaved);
    switch (marker.kind) {
        case 'none':
            return;
        case 'unknown': {
            if (cancelled.aborted)
                return;
            const sentence = `Whether the state of an earlier apply is still to be saved could not be read from ${unsaved.markerAddress}: ${marker.reason}.`;
            if (marker.transient)
                throw new errors/* LockstepError */.Cj('state-not-saved', `${sentence} Nothing was applied.`, 'Run it again.');
            if (marker.isDenied)
                log.debug(sentence);
            else
                (0,prepare/* warn */.R8)(deps, journey, sentence);
            return;
        }
        case 'garbled':
            throw new errors/* LockstepError */.Cj('state-not-saved', `${unsaved.markerAddress} says that the state of an earlier apply could not be saved, but it could not be understood: ${marker.reason}.`, 'Look at it, and at what is kept beside it. Once the state is complete, remove it:', { commands: [unsaved.removeCommand] });
        case 'marked': {
            const left = await withoutSaved(deps, prepared, unsaved, marker.states);
            const [oldest] = left;
            if (oldest === undefined)
                return;
            if (oldest.copyKey !== null)
                journey.erroredState = unsaved.addressOf(oldest.copyKey);
            throw stateNotSaved(unsaved, left, prepared.workspaceVariable);
        }
    }
}
const maxReads = 4;
/** A store that did not answer may do so in a moment. */
async function readMarker({ clock, random, cancelled }, unsaved) {
    for (let reads = 1;; reads += 1) {
        const marker = await unsaved.readMarker(cancelled);
        const isPassing = marker.kind === 'unknown' && marker.transient;
        if (!isPassing || cancelled.aborted || reads >= maxReads)
            return marker;
        await clock.sleep((0,backoff/* retryDelayMs */.qO)(reads - 1, random), cancelled);
    }
}
/** Takes off the marker what is the present state of the store: somebody has pushed it. */
async function withoutSaved({ log, clock }, { terraform, workspaceVariable }, unsaved, states) {
    const pull = await (0,stored_state/* createStoredState */.z)(terraform, workspaceVariable, clock).pull();
    const content = pull.kind === 'pulled' ? pull.state?.content : undefined;
    const left = states.filter((state) => state.content !== content);
    if (content === undefined || left.length === states.length)
        return states;
    const settling = await unsaved.settle(content);
    log.say(settling.kind === 'settled'
        ? `The state of an earlier apply that could not be saved is in the store now: taken off ${unsaved.markerAddress}.`
        : `The state of an earlier apply that could not be saved is in the store now, but ${unsaved.markerAddress} still names it: ${settling.reason}. Remove it before the state changes again: ${unsaved.removeCommand}`);
    return settling.kind === 'settled' ? settling.left : left;
}
/** A comment has room for a few. */
const maxListed = 3;
function stateNotSaved(unsaved, states, workspace) {
    const listed = states.slice(0, maxListed);
    const more = states.length > maxListed ? [`… and ${String(states.length - maxListed)} more.`] : [];
    const message = [
        'Nothing is applied, since the state of an earlier apply could not be saved, and the stored one does not know what that has changed:',
        ...listed.map((state) => `- ${describeState(state, unsaved)}`),
        ...more,
    ];
    const pushes = listed.flatMap(({ copyKey }) => copyKey === null ? [] : pushCommands(unsaved, copyKey, workspace));
    const remove = 'bring the state in order by hand (import what it lacks) and remove the marker';
    const advice = pushes.length === 0
        ? `To go on, ${remove}:`
        : `To save it, run the commands below in the initialised folder; the next apply sees that and goes on. Where that is not possible, ${remove} with the last one alone.`;
    const last = pushes.length === 0 ? [] : ['# only where the state cannot be pushed'];
    const commands = [...pushes, ...last, unsaved.removeCommand];
    return new errors/* LockstepError */.Cj('state-not-saved', message.join('\n'), advice, { commands });
}
function describeState(state, unsaved) {
    const { run, since, serial, lineage, copyKey, file, reason } = state;
    const by = run === undefined ? 'a run that is not known' : (0,annotation/* urlOfRun */.wt)(run);
    const which = serial === null ? '' : `, serial ${String(serial)} of lineage ${lineage ?? ''}`;
    const where = copyKey === null
        ? `no copy could be kept; it was in ${file} on the runner`
        : `kept in ${unsaved.addressOf(copyKey)}`;
    return `${by}, ${since}${which}: ${where} (${reason})`;
}
function pushCommands(unsaved, copyKey, workspace) {
    const file = 'unsaved.tfstate';
    const variable = workspace === undefined ? '' : `TF_WORKSPACE=${(0,shell_word/* renderShellWord */.Z)(workspace)} `;
    return [unsaved.fetchCommand(copyKey, file), `${variable}terraform state push ${file}`];
}

// EXTERNAL MODULE: ./src/commands/rescue-state.ts
var rescue_state = __webpack_require__(1565);
// EXTERNAL MODULE: ./src/plan/run-facts.ts
var run_facts = __webpack_require__(5328);
;// CONCATENATED MODULE: ./src/commands/run-failure.ts






/** Summaries of Terraform's errors that have a reason of their own, and what to do. */
const KNOWN = [
    {
        summary: /^Saved plan is stale$|^Saved plan does not match the given state$/,
        reason: 'stale-plan',
        advice: 'The state has moved since the plan was made. Plan again, and have the new plan reviewed.',
    },
    {
        summary: /^Failed to save state$|^Failed to persist state to backend$/,
        reason: 'state-not-saved',
        advice: 'The post step of this job runs "terraform state push" on it. Where that fails too, it has to be pushed later: from its copy in the bucket of the state, which makes every apply refuse until then, or from the file; see the output "errored-state". Until then the state does not know what was changed.',
    },
    {
        summary: /^Error releasing the state lock$/,
        reason: 'lock-fault',
        advice: 'Terraform did its work, but could not give the lock back. Allow the role of this job to delete the lock.',
    },
];
const cutOffAdvice = 'It was changing resources, and the state may lack some of them; what it lacks, the post step of this job tells.';
/** What a run that failed came to. `counts`: what it had done before. */
async function failureFromRun(deps, journey, run, command, counts) {
    const { facts } = run;
    if (facts.stateNotSaved)
        journey.erroredState = run.emergencyState ?? (await freshErroredState(deps, run));
    const errors = facts.diagnostics.filter(({ severity }) => severity === 'error');
    const known = KNOWN.find(({ summary }) => errors.some((error) => summary.test(error.summary)));
    if (known?.reason !== 'state-not-saved') {
        // Where both were to stop it, the one that came first did: there is one interrupt.
        const stopped = outcomeOfStop(deps, journey, run, command, counts);
        if (stopped !== undefined)
            return stopped;
        if (deps.cancelled.aborted)
            return { kind: 'cancelled', message: describeCancel(run), counts };
    }
    const [first] = errors.filter((error) => !(0,run_facts/* isExecutionHalted */.Nx)(error));
    const more = errors.length > 1 ? ` (and ${String(errors.length - 1)} more)` : '';
    const end = run.exitCode === null ? `it was ended by ${String(run.signal)}` : `exit code ${String(run.exitCode)}`;
    const what = first === undefined
        ? end
        : `${(0,plain_text/* plainLine */.h0)((0,commands_redact/* redactionOf */.Zx)(journey, true)((0,plain_text/* plainText */.wh)(first.summary)), 300)}${more}`;
    const isUnsaved = journey.leftLock?.isUnsaved === true || (0,run_facts/* isCutOff */.o7)(command, facts, run.coreLog);
    return {
        kind: 'failed',
        reason: known?.reason ?? (isUnsaved ? 'state-not-saved' : 'terraform-error'),
        message: `terraform ${command} failed: ${what}`,
        advice: known?.advice ?? (isUnsaved ? cutOffAdvice : ''),
        counts,
    };
}
function describeCancel({ exitCode, signal, facts }) {
    if (exitCode === null)
        return `The job was cancelled, and Terraform was ended by ${String(signal)}.`;
    if (!facts.interruptSeen && facts.haltedCount === 0)
        return 'The job was cancelled, and Terraform had failed by then.';
    const halted = facts.haltedCount > 0 ? ' Some of its work was left undone.' : '';
    return `Terraform was stopped by the cancel of the job and ended in order.${halted}`;
}
/** An older file is of another run: pushing it would bring an old state back. */
async function freshErroredState({ inputs }, run) {
    const file = (0,external_node_path_.join)(inputs.workingDirectory, 'errored.tfstate');
    return (await (0,files/* modifiedAt */.L4)(file)) >= run.startedAt ? file : undefined;
}

;// CONCATENATED MODULE: ./src/report/colour.ts
const RESET = '\u001b[0m';
/** Leading symbols of a plan's lines, the longer ones first, and Terraform's own colours for them. */
const COLOURS = [
    [/^( *)(?:-\/\+|\+\/-)( )/, '\u001b[31m'],
    [/^( *)\+( )/, '\u001b[32m'],
    [/^( *)-( )/, '\u001b[31m'],
    [/^( *)~( )/, '\u001b[33m'],
    [/^( *)<=( )/, '\u001b[36m'],
    [/^( *)# /, '\u001b[1m'],
];
/** A plan's text, as `show -no-color` gives it, with one colour a line; the runner's log shows ANSI colours. */
function colourPlan(text) {
    return text
        .split('\n')
        .map((line) => {
        const colour = COLOURS.find(([pattern]) => pattern.test(line))?.[1];
        return colour === undefined ? line : `${colour}${line}${RESET}`;
    })
        .join('\n');
}

// EXTERNAL MODULE: ./src/terraform/human-errors.ts
var human_errors = __webpack_require__(6065);
;// CONCATENATED MODULE: ./src/commands/show-plan.ts









/** Renders a saved plan to JSON and text, masks what is sensitive in it, and prints it in a group of the log. */
async function showPlan(deps, terraform, journey, planFile) {
    const { runDirectory, log, inputs } = deps;
    const [jsonFile, textFile] = [
        await runDirectory.createFile('plan.json'),
        await runDirectory.createFile('plan.txt'),
    ];
    const ends = await Promise.all([
        terraform.runToFile((0,terraform_arguments/* showJsonArguments */.IC)(planFile), jsonFile),
        terraform.runToFile((0,terraform_arguments/* showTextArguments */.j$)(planFile), textFile),
    ]);
    const failed = ends.find(({ exitCode }) => exitCode !== 0);
    if (failed !== undefined) {
        const error = (0,human_errors/* parseHumanErrors */.I)(failed.stderr)[0]?.summary ?? failed.stderr;
        throw new errors/* LockstepError */.Cj('terraform-error', `The plan file could not be read: ${(0,plain_text/* plainLine */.h0)(error, 300)}`);
    }
    journey.planFiles = { planFile, jsonFile, textFile };
    const plan = parsePlanJson(await (0,files/* readText */.yR)(jsonFile));
    hide(deps, journey, sensitiveValuesOfPlan(plan));
    const changes = (0,plan_changes/* changesFromPlan */.Pr)(plan, inputs.refreshOnly);
    const text = await (0,files/* readText */.yR)(textFile);
    let view;
    journey.viewPlan = async () => {
        const { planViewFromPlan } = await __webpack_require__.e(/* import() */ 522).then(__webpack_require__.bind(__webpack_require__, 7522));
        return (view ??= planViewFromPlan(plan, text, changes.counts));
    };
    log.startGroup('The plan');
    log.lines(colourPlan(text));
    log.endGroup();
    return { plan, changes };
}
/**
 * Terraform 1.8 and later write what there is of a plan that failed, with the values of its variables: what is sensitive
 * in it is masked before its errors, which may quote it, are told.
 */
async function hideFailedPlan(deps, terraform, journey, planFile) {
    const { runDirectory, log } = deps;
    const name = 'failed-plan.json';
    try {
        if (await (0,files/* isEmpty */.Im)(planFile))
            return;
        const file = await runDirectory.createFile(name);
        const { exitCode } = await terraform.runToFile((0,terraform_arguments/* showJsonArguments */.IC)(planFile), file);
        if (exitCode === 0)
            hide(deps, journey, sensitiveValuesOfPlan(parsePlanJson(await (0,files/* readText */.yR)(file))));
    }
    catch (error) {
        // The failure of the plan is what is to be told, not this one.
        log.debug(`The plan that failed could not be read: ${(0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error))}`);
    }
    finally {
        await runDirectory.removeFile(name);
    }
}
/** Masks what is sensitive in the log, and keeps it out of the comment and the summary. */
function hide({ log }, journey, values) {
    for (const value of values) {
        log.mask(value);
        journey.sensitive.add(value);
    }
}

// EXTERNAL MODULE: ./src/lock/lock-failure.ts
var lock_failure = __webpack_require__(8487);
// EXTERNAL MODULE: ./src/retry/deadline.ts
var retry_deadline = __webpack_require__(4420);
// EXTERNAL MODULE: ./src/commands/exit-look.ts
var exit_look = __webpack_require__(8282);
// EXTERNAL MODULE: ./src/lock/engine-version.ts
var engine_version = __webpack_require__(588);
// EXTERNAL MODULE: ./src/lock/mechanism.ts
var mechanism = __webpack_require__(4882);
// EXTERNAL MODULE: ./src/plan/diagnostic.ts
var plan_diagnostic = __webpack_require__(5236);
// EXTERNAL MODULE: ./src/report/stream-view.ts
var stream_view = __webpack_require__(1744);
// EXTERNAL MODULE: ./src/runner/outputs.ts
var outputs = __webpack_require__(7424);
// EXTERNAL MODULE: ./src/runner/processes.ts
var processes = __webpack_require__(3447);
// EXTERNAL MODULE: ./src/commands/annotate-lock.ts
var annotate_lock = __webpack_require__(7554);
;// CONCATENATED MODULE: ./src/commands/name-lock.ts

const name_lock_maxReads = 3;
/**
 * Names the lock of a Terraform whose own log does not (lock rule 3): the one that is read between two resource events,
 * both of which it tells under its lock. `onNamed` is called once at most. Takes each event of the stream.
 */
function createLockNaming(lock, clock, onNamed) {
    let reads = 0;
    let isReading = false;
    let seen;
    let isNamed = false;
    const look = async () => {
        reads += 1;
        isReading = true;
        const reading = await lock.read();
        if (reading.kind === 'held')
            seen = { lockId: reading.holder.lockId, at: clock.now() };
        isReading = false;
    };
    return (event) => {
        if (isNamed || isReading || !(0,run_facts/* isResourceEvent */.Bd)(event))
            return;
        if (seen === undefined) {
            if (reads < name_lock_maxReads)
                look().catch(() => undefined);
            return;
        }
        // An event is read later than it was told.
        if (!(Date.parse(String(event.body['@timestamp'])) > seen.at))
            return;
        isNamed = true;
        onNamed(seen.lockId);
    };
}

// EXTERNAL MODULE: ./src/commands/report.ts
var report = __webpack_require__(8938);
;// CONCATENATED MODULE: ./src/commands/run-terraform.ts
















const silenceMs = 60_000;
/** Runs Terraform once, shows its stream in the log, and hands a cancel on as one SIGINT. */
async function runTerraform(deps, journey, { terraform, backend, workspaceVariable }, attempt) {
    const { log, cancelled, clock, recorder } = deps;
    await deps.recorded;
    const view = (0,stream_view/* createStreamView */.k)({ showPlannedChanges: attempt.showPlannedChanges });
    const redact = (0,commands_redact/* redactionOf */.Zx)(journey, true);
    const ended = new AbortController();
    const start = clock.monotonic();
    let lastLineAt = start;
    let started;
    let version;
    const annotation = (0,annotate_lock/* createLockAnnotation */.F)(deps, backend, () => version?.engine);
    let run;
    let hasLog = false;
    journey.seenLockId = undefined;
    const nameLock = createLockNaming(backend.lock, clock, (lockId) => {
        journey.seenLockId = lockId;
        recorder.noteTerraform({ seenLockId: lockId });
    });
    const interrupt = () => {
        recorder.noteTerraform({ isInterrupted: true });
        started?.interrupt();
    };
    const cancel = () => {
        log.say((0,processes/* canInterrupt */.CM)()
            ? 'Cancelled: asking Terraform to stop, and waiting for it to save its state and to give the lock back.'
            : 'Cancelled: on Windows Terraform cannot be asked to stop; waiting for its end.');
        interrupt();
    };
    void tellThatItWorks(deps, start, () => lastLineAt, ended.signal);
    try {
        run = await terraform.runLocked({
            args: attempt.args,
            workspace: workspaceVariable,
            lockPath: attempt.lock ? backend.lockPath : undefined,
            beforeStart: (starting) => {
                const { operation, lock } = attempt;
                const lockPath = lock ? backend.lockPath : undefined;
                hasLog = starting.logFile !== undefined;
                recorder.begin({ operation, lockPath, ...starting }, secretsOf(journey));
                if (recorder.isCalledOff())
                    throw calledOff();
            },
            onStart: (child) => {
                started = child;
                recorder.noteTerraform({ process: (0,processes/* identityOf */.cu)(child.pid) });
                (0,outputs/* preloadOutputs */.q6)();
                (0,report/* preloadSummary */.WP)();
                deps.announce.working();
                if (attempt.lock && (0,processes/* canInterrupt */.CM)())
                    void stopBeforeExpiry(deps, journey, interrupt, ended.signal);
                if (cancelled.aborted)
                    cancel();
                else
                    cancelled.addEventListener('abort', cancel, { once: true });
            },
            onLocked: (lockId) => {
                recorder.noteTerraform({ lockId });
                deps.announce.locked();
                annotation?.locked(lockId);
            },
            onLine: (line) => {
                lastLineAt = clock.monotonic();
                if (isLockErrorLine(line))
                    return;
                if (line.kind === 'event') {
                    note(deps, journey, line);
                    if (line.type === 'version')
                        version ??= (0,engine_version/* engineVersionFromEvent */.H)(line.body);
                    const isNamedByLog = hasLog && version?.engine === 'terraform';
                    if (attempt.operation === 'apply' && backend.lockPath !== undefined && !isNamedByLog)
                        nameLock(line);
                }
                const text = view.show(line);
                if (text === undefined)
                    return;
                // An error is told before the run has failed; a text that is no event may be the trace of a wrapper.
                const isJudged = line.kind === 'event' && line.type !== 'diagnostic';
                log.lines(isJudged ? text : redact(text));
            },
        });
        const advice = run.facts.version === undefined ? undefined : (0,mechanism/* adviseMechanism */.i)(backend.mechanism, run.facts.version);
        if (advice !== undefined)
            (0,prepare/* warn */.R8)(deps, journey, advice);
        return run;
    }
    catch (error) {
        if (started === undefined)
            recorder.note({ terraform: undefined });
        throw error;
    }
    finally {
        ended.abort();
        cancelled.removeEventListener('abort', cancel);
        await annotation?.ended(run?.coreLog.unlocked ?? []);
    }
}
/** In a job container no signal of the runner's arrives, so a job that is over goes on here (moby/moby#35703). */
function calledOff() {
    return new errors/* LockstepError */.Cj('cancelled', 'The job is over, so Terraform was not started.');
}
function secretsOf({ sensitive, given }) {
    return { sensitive: [...sensitive], given: [...given] };
}
function note({ log }, journey, { type, message }) {
    if (type === 'planned_change')
        journey.plannedChanges.push(message);
    if (type === 'version' && journey.engine === undefined) {
        journey.engine = (0,plain_text/* plainLine */.h0)(message);
        log.say(journey.engine);
    }
}
/** A sentence for each minute in which Terraform said nothing: a refresh of many resources can take long. */
async function tellThatItWorks({ log, clock }, start, lastLineAt, ended) {
    for (;;) {
        await clock.sleep(silenceMs, ended);
        if (ended.aborted)
            return;
        if (clock.monotonic() - lastLineAt() < silenceMs)
            continue;
        log.say(`Terraform is still at work, for ${(0,duration/* renderDuration */.P)(clock.monotonic() - start)} now.`);
    }
}
/** Shows the lock errors that were withheld while they could still be a race that is won. */
function showLockErrors({ log }, { facts }) {
    for (const diagnostic of facts.diagnostics.filter(lock_failure/* isLockError */.S)) {
        log.lines(`\n${(0,plan_diagnostic/* renderDiagnostic */.I)(diagnostic)}\n`);
    }
}
function isLockErrorLine(line) {
    if (line.kind !== 'event' || line.type !== 'diagnostic')
        return false;
    const diagnostic = (0,plan_diagnostic/* diagnosticFromJson */.c)(line.body['diagnostic']);
    return diagnostic !== undefined && (0,lock_failure/* isLockError */.S)(diagnostic);
}

;// CONCATENATED MODULE: ./src/lock/wait.ts

const tellAgainAfterMs = 30_000;
/**
 * Looks at the lock until it is free, unknown, or the deadline has passed. Ends at once when `signal` is aborted.
 * `first`: a reading that is still good, to begin with.
 */
async function waitForFreeLock(waiting, first) {
    const { clock, random, deadline, signal, read, tell } = waiting;
    const isCancelled = () => signal.aborted;
    let told;
    let holder;
    let reading = first ?? (await read(signal));
    for (;;) {
        if (isCancelled())
            return { kind: 'cancelled', holder };
        if (reading.kind !== 'held')
            return reading;
        holder = reading.holder;
        if (deadline.hasPassed())
            return { kind: 'deadline', holder };
        const now = clock.monotonic();
        if (told?.lockId !== holder.lockId || now - told.at >= tellAgainAfterMs) {
            tell(holder, deadline.remainingMs());
            told = { lockId: holder.lockId, at: now };
        }
        await clock.sleep(Math.min((0,backoff/* pollDelayMs */.pP)(random), deadline.remainingMs()), signal);
        if (isCancelled())
            return { kind: 'cancelled', holder };
        reading = await read(signal);
    }
}

;// CONCATENATED MODULE: ./src/commands/take-turn.ts





/** Waits until the lock reads free, or nobody can read it. Returns the outcome that ends the run instead, if any. */
async function waitForTurn(deps, journey, backend, deadline, first) {
    const { clock, random, cancelled, log } = deps;
    if (cancelled.aborted)
        return cancelledOutcome(deps, journey.holder);
    const read = async (signal) => await (0,exit_look/* recoverOwnLock */.I6)(deps, journey, backend, await backend.lock.read(signal));
    const reading = first ?? (await read(cancelled));
    if (reading.kind === 'held') {
        journey.holder = reading.holder;
        const end = contendedUnlessWaiting(deps, deadline, reading.holder);
        if (end !== undefined)
            return end;
    }
    const start = clock.monotonic();
    const end = await waitForFreeLock({
        clock,
        random,
        deadline,
        signal: cancelled,
        read,
        tell: (holder, remainingMs) => {
            journey.holder = holder;
            tellHolder(deps, holder, remainingMs);
        },
    }, reading);
    const waitedMs = reading.kind === 'held' ? clock.monotonic() - start : 0;
    journey.lockWaitedMs += waitedMs;
    switch (end.kind) {
        case 'cancelled':
            return cancelledOutcome(deps, end.holder);
        case 'deadline':
            journey.holder = end.holder;
            return contendedOutcome(deps, deadline, end.holder);
        case 'unknown':
            // Correctness rests on Terraform's own lock, so it is asked.
            log.debug(`The lock is not known: ${end.reason}`);
            return undefined;
        case 'free':
            if (waitedMs > 0)
                log.say(`The state lock is free after ${(0,duration/* renderDuration */.P)(waitedMs)}; starting Terraform.`);
            return undefined;
    }
}
/** The outcome for a holder that is not waited for: by `on-contention`, or since the time is over. */
function contendedUnlessWaiting(deps, deadline, holder) {
    const waits = deps.inputs.onContention === 'wait' && !deadline.hasPassed();
    return waits ? undefined : contendedOutcome(deps, deadline, holder);
}
function cancelledOutcome({ holders }, holder) {
    const message = holder === undefined
        ? 'The job was cancelled before Terraform was started.'
        : `The job was cancelled while it waited for the state lock of ${(0,lock_holder/* describeHolder */.sG)(holders.known(holder))}.`;
    return { kind: 'cancelled', message, counts: undefined };
}
function tellHolder({ log, clock, holders, announce }, holder, remainingMs) {
    log.say(`Waiting for the state lock: held by ${(0,lock_holder/* describeHolder */.sG)(holders.known(holder))}. Time left: ${(0,duration/* renderDuration */.P)(remainingMs)}.`);
    announce.waiting(holder, clock.now() + remainingMs);
}
function contendedOutcome(deps, deadline, holder) {
    const { inputs, holders } = deps;
    const isWaiting = inputs.onContention === 'wait';
    if (isWaiting)
        refuseVainWait(deps, deadline, holder);
    const waited = isWaiting ? `, and lock-timeout (${(0,duration/* renderDuration */.P)(inputs.lockTimeoutMs)}) is over` : '';
    return {
        kind: 'contended',
        holder,
        isNeutral: inputs.onContention === 'neutral',
        message: `The state is locked by ${(0,lock_holder/* describeHolder */.sG)(holders.known(holder))}${waited}.`,
    };
}

;// CONCATENATED MODULE: ./src/commands/under-lock.ts










/** A store that refuses the lock and shows none this often in a row keeps no lock that anybody could wait for. */
const maxRacesInARow = 10;
/**
 * Waits for the lock, runs Terraform, and starts it again where it was refused the lock and did nothing else. Returns
 * the run that got its turn; throws a `lock-fault` where waiting cannot help.
 */
async function runUnderLock(deps, journey, prepared, attempt) {
    const { clock, random, log, cancelled } = deps;
    const isCancelled = () => cancelled.aborted;
    if (isCancelled())
        return { kind: 'not-run', outcome: cancelledOutcome(deps, undefined) };
    if (!attempt.lock) {
        const run = await runTerraform(deps, journey, prepared, attempt);
        await settle(deps, journey, run);
        requireTerraform(prepared, run);
        return { kind: 'ran', run };
    }
    const { backend } = prepared;
    const deadline = (0,retry_deadline/* startDeadline */.d)(clock, waitLimitMs(deps, attempt.operation));
    const pause = async (ms) => {
        const before = clock.monotonic();
        await clock.sleep(Math.min(ms, deadline.remainingMs()), cancelled);
        journey.lockWaitedMs += clock.monotonic() - before;
    };
    const [first] = await Promise.all([backend.lock.read(cancelled), attempt.requireStart?.()]);
    let reading = first;
    let races = 0;
    let blindTries = 0;
    for (;;) {
        const waitedBefore = journey.lockWaitedMs;
        const inTheWay = await waitForTurn(deps, journey, backend, deadline, reading);
        if (inTheWay !== undefined)
            return { kind: 'not-run', outcome: inTheWay };
        // Whoever had the lock since may have forbidden it.
        if (journey.lockAttempts > 0 || journey.lockWaitedMs > waitedBefore)
            await attempt.requireStart?.();
        if (attempt.operation === 'apply')
            requireCredentialLife(deps);
        journey.lockAttempts += 1;
        const run = await runTerraform(deps, journey, prepared, attempt);
        const { reading: left, end } = await (0,exit_look/* lookAtLock */.Ub)(deps, journey, backend, attempt.operation, run);
        (0,exit_look/* warnOfLeftLock */.c2)(deps, journey, end);
        journey.leftLock = end.kind === 'left' ? end : undefined;
        const isUnsaved = run.facts.stateNotSaved || (0,run_facts/* isCutOff */.o7)(attempt.operation, run.facts, run.coreLog);
        if (end.kind !== 'left' && !isUnsaved)
            await settle(deps, journey, run);
        const refusal = (0,lock_failure/* refusalFromRun */.Al)(run.facts, run.coreLog);
        if (refusal === undefined) {
            requireTerraform(prepared, run);
            showLockErrors(deps, run);
            return { kind: 'ran', run };
        }
        if (isCancelled())
            return { kind: 'not-run', outcome: cancelledOutcome(deps, journey.holder) };
        const failure = (0,lock_failure/* classifyRefusal */.rN)(refusal, run.coreLog.attempted, left);
        switch (failure.kind) {
            case 'own':
            case 'vanished':
                races += 1;
                if (failure.kind === 'own') {
                    if (isStillThere(left, failure.info.id))
                        throw ownLockLeft(failure.info.id);
                    log.say('That lock was taken by this very run: the answer of the store was lost. Starting again.');
                }
                else if (deadline.hasPassed()) {
                    refuseVainWait(deps, deadline, undefined);
                    return { kind: 'not-run', outcome: lostRaceOutcome(deps) };
                }
                if (races >= maxRacesInARow)
                    throw lockThatIsNoLock(races);
                log.debug(`Terraform lost a race for the lock (${String(races)} in a row); trying again.`);
                reading = undefined;
                await pause((0,backoff/* raceDelayMs */.p5)(races, random));
                break;
            case 'contention': {
                races = 0;
                journey.holder = (0,lock_holder/* holderFromInfo */.pr)(failure.info, clock.now());
                const end = contendedUnlessWaiting(deps, deadline, journey.holder);
                if (end !== undefined)
                    return { kind: 'not-run', outcome: end };
                reading = left;
                if (left.kind === 'held') {
                    blindTries = 0;
                    break;
                }
                // Free: the holder has just left, the first time. Else only Terraform can tell whether this lock is free.
                blindTries += 1;
                if (left.kind === 'free' && blindTries === 1)
                    break;
                tellHolder(deps, journey.holder, deadline.remainingMs());
                await pause((0,backoff/* retryDelayMs */.qO)(blindTries - 1, random));
                reading = undefined;
                break;
            }
            case 'fault':
                showLockErrors(deps, run);
                throw new errors/* LockstepError */.Cj('lock-fault', `The state lock could not be taken: ${failure.reason}.`, failure.advice);
        }
    }
}
/** Nothing is left to do for the post step; what Terraform wrote into its files holds secrets. */
async function settle({ recorder }, journey, run) {
    recorder.note({ terraform: undefined, ownLockIds: journey.ownLockIds });
    await run.discardFiles();
}
/** A program that told nothing is no Terraform, and its success is none. */
function requireTerraform({ terraform }, { facts, exitCode }) {
    const saidNothing = facts.version === undefined && !facts.workSeen && !facts.errorSeen;
    if (!saidNothing || (exitCode !== 0 && exitCode !== 2))
        return;
    throw new errors/* LockstepError */.Cj('terraform-error', `"${terraform.executable.path}" is not Terraform or OpenTofu: it told no version.`, 'Give the path of terraform or tofu in the input "executable".');
}
function isStillThere(reading, lockId) {
    return reading.kind === 'unknown' || (reading.kind === 'held' && reading.holder.lockId === lockId);
}
function lostRaceOutcome({ inputs }) {
    return {
        kind: 'contended',
        holder: undefined,
        isNeutral: inputs.onContention === 'neutral',
        message: 'The lock was given back in the moment in which Terraform asked for it, and lock-timeout leaves no second try.',
    };
}
function ownLockLeft(lockId) {
    return new errors/* LockstepError */.Cj('lock-fault', `Terraform was refused its own lock ${lockId}: the store had kept it, but its answer was lost. It could not be removed; see the warning above.`, `When no Terraform works on this state any more, run: terraform force-unlock ${lockId}`);
}
function lockThatIsNoLock(races) {
    return new errors/* LockstepError */.Cj('lock-fault', `The store refused the lock ${String(races)} times in a row, and showed no lock each time.`, 'Look at what the store says of the lock with debug logging. An S3 store that takes delete markers for objects does this: there, use a DynamoDB table for the lock.');
}

;// CONCATENATED MODULE: ./src/commands/apply.ts















/** init, look at the lock and wait, apply a saved plan or, unreviewed, plan and apply under one lock. */
async function apply(deps, journey) {
    const { inputs } = deps;
    const { planFile } = inputs;
    if (planFile === undefined && inputs.applyPolicy === 'reviewed')
        throw noReviewedPlan();
    requireCredentialLife(deps);
    const prepared = await (0,prepare/* prepare */.iA)(deps, journey);
    (0,prepare/* requireLocking */.$R)(deps, journey, prepared);
    const requireStart = requireSavedState(deps, journey, prepared);
    // Shown before it runs, so that what is sensitive in it is masked before a provider's error can quote it.
    const shown = planFile === undefined ? undefined : await showPlan(deps, prepared.terraform, journey, planFile);
    const end = await runUnderLock(deps, journey, prepared, {
        operation: 'apply',
        args: planFile === undefined ? (0,terraform_arguments/* applyUnreviewedArguments */.$E)(inputs) : (0,terraform_arguments/* applyPlanArguments */.UJ)(inputs, planFile),
        lock: true,
        showPlannedChanges: shown === undefined,
        requireStart,
    });
    if (end.kind === 'not-run')
        return end.outcome;
    const { run } = end;
    const isFailure = run.facts.errorSeen || run.exitCode !== 0;
    journey.isPlanVoid = isFailure && run.facts.resourceEventSeen;
    (0,commands_redact/* tellDiagnostics */.gm)(deps, journey, run.facts.diagnostics, isFailure);
    if (isFailure) {
        const outcome = await failureFromRun(deps, journey, run, 'apply', countsSoFar(run));
        await keepErroredState(deps, journey, prepared);
        return outcome;
    }
    const counts = (0,plan_changes/* withSummary */.lp)(shown?.changes.counts ?? plan_changes/* noChanges */.rw, run.facts.applied);
    const { add, change, destroy, import: imported } = counts;
    const hasChanges = shown?.changes.hasChanges ?? (run.facts.outputsChange || add + change + destroy + imported > 0);
    return { kind: 'applied', hasChanges, counts, outputsFile: await readOutputs(deps, journey, prepared) };
}
/**
 * Terraform has given its lock back although it could not save its state, and whoever waits for it starts. So the
 * copy and the marker come now; the push is for the post step, when the store may be back.
 */
async function keepErroredState(deps, journey, { backend }) {
    const file = journey.erroredState;
    // A job that is being cancelled has no time to lose.
    if (file === undefined || deps.cancelled.aborted)
        return;
    const error = journey.diagnostics.find(({ summary }) => summary === 'Failed to save state');
    const reason = (0,plain_text/* plainLine */.h0)(error?.detail ?? 'Terraform could not save it', 300);
    const keeping = await (0,rescue_state/* keepUnsavedState */.F)({ ...deps, backend }, file, reason);
    if (keeping === undefined)
        return;
    if (keeping.problem !== '')
        deps.log.debug(`The unsaved state: ${keeping.problem}.`);
    if (keeping.copy === undefined)
        return;
    journey.erroredState = keeping.copy;
    deps.log.say(`The state that could not be saved is kept in ${keeping.copy}.`);
}
/** Terraform gives no summary when an apply fails; each completed resource was told. */
function countsSoFar(run) {
    return (0,plan_changes/* withSummary */.lp)({ ...plan_changes/* noChanges */.rw, ...run.facts.completed }, run.facts.applied);
}
/** `terraform output -json` into a file. The apply is done, so a failure here is a warning. */
async function readOutputs(deps, journey, { terraform, workspaceVariable }) {
    const { runDirectory } = deps;
    try {
        const file = await runDirectory.createFile('outputs.json');
        const run = await terraform.runToFile(['output', '-json'], file, workspaceVariable);
        if (run.exitCode !== 0)
            throw new Error(`"terraform output" ended with exit code ${String(run.exitCode)}`);
        const outputs = parseJson(await (0,files/* readText */.yR)(file));
        hide(deps, journey, sensitiveValuesOfOutputs(outputs));
        return file;
    }
    catch (error) {
        (0,prepare/* warn */.R8)(deps, journey, `The outputs could not be read after the apply: ${(0,errors/* messageFromError */.CZ)(error)}`);
        return undefined;
    }
}
function noReviewedPlan() {
    return new errors/* LockstepError */.Cj('no-reviewed-plan', 'There is no reviewed plan to apply.', 'Give a saved plan in the input "plan-file", or set apply-policy to unreviewed to plan and apply in one step.');
}

// EXTERNAL MODULE: ./src/commands/outcome.ts
var commands_outcome = __webpack_require__(8786);
// EXTERNAL MODULE: ./src/report/counts.ts
var report_counts = __webpack_require__(5132);
;// CONCATENATED MODULE: ./src/commands/plan.ts









/** init, look at the lock and wait, plan, show. */
async function plan(deps, journey) {
    const { inputs, runDirectory, log } = deps;
    warnOfEndedCredentials(deps, journey);
    const prepared = await (0,prepare/* prepare */.iA)(deps, journey);
    (0,prepare/* requireLocking */.$R)(deps, journey, prepared);
    const planFile = await runDirectory.createFile('plan.tfplan');
    const end = await runUnderLock(deps, journey, prepared, {
        operation: 'plan',
        args: (0,terraform_arguments/* planArguments */.up)(inputs, planFile),
        lock: inputs.lock,
        showPlannedChanges: false,
    });
    if (end.kind === 'not-run')
        return end.outcome;
    const { run } = end;
    // An interrupted plan writes its file too, and says "0 to add".
    if (run.facts.errorSeen || (run.exitCode !== 0 && run.exitCode !== 2)) {
        await hideFailedPlan(deps, prepared.terraform, journey, planFile);
        (0,commands_redact/* tellDiagnostics */.gm)(deps, journey, run.facts.diagnostics, true);
        return await failureFromRun(deps, journey, run, 'plan', undefined);
    }
    const shown = await showPlan(deps, prepared.terraform, journey, planFile);
    // After the plan is shown: what is sensitive in it is masked from then on.
    const isErrored = shown.plan.errored === true;
    (0,commands_redact/* tellDiagnostics */.gm)(deps, journey, run.facts.diagnostics, isErrored);
    if (isErrored)
        return await failureFromRun(deps, journey, run, 'plan', undefined);
    const hasChanges = run.exitCode === 2 || shown.changes.hasChanges;
    const counts = (0,plan_changes/* withSummary */.lp)(shown.changes.counts, run.facts.planned);
    log.say(hasChanges ? `Plan: ${(0,report_counts/* renderCounts */.P)(counts, false)}.` : 'No changes.');
    return { kind: 'planned', hasChanges, counts };
}

// EXTERNAL MODULE: ./src/commands/on-github.ts + 9 modules
var on_github = __webpack_require__(9267);
// EXTERNAL MODULE: ./src/backend/resolve.ts + 12 modules
var resolve = __webpack_require__(3453);
;// CONCATENATED MODULE: ./src/commands/status.ts




/** Reads the lock: who holds it, since when. Takes no lock and changes nothing. */
async function status_status(deps, journey) {
    const backend = await findBackend(deps, journey);
    const reading = await backend.lock.read(deps.cancelled);
    switch (reading.kind) {
        case 'free':
            deps.log.say(describeFree(deps.inputs));
            break;
        case 'held':
            journey.holder = await deps.holders.look(reading.holder);
            deps.log.say(`The state is locked by ${(0,lock_holder/* describeHolder */.sG)(journey.holder)}.`);
            break;
        case 'unknown':
            deps.log.say(`Whether the state is locked is not known: ${reading.reason}.`);
    }
    return { kind: 'lock-read', reading };
}
/** The backend of `state-address`, or of the Terraform folder. */
async function findBackend(deps, journey) {
    const { stateAddress } = deps.inputs;
    if (stateAddress === undefined)
        return (await (0,prepare/* prepare */.iA)(deps, journey)).backend;
    const backend = (0,resolve/* backendFromAddress */.Ji)(stateAddress, { ...deps, workspaceRoot: deps.inputs.workspaceRoot });
    journey.stateAddress = backend.address;
    journey.mechanism = backend.mechanism;
    deps.log.say(`State: ${(0,plain_text/* plainLine */.h0)(backend.address, 500)}`);
    return backend;
}
/** An address names its lock table itself; without one a state that DynamoDB alone locks looks free. */
function describeFree({ stateAddress }) {
    return stateAddress === undefined || stateAddress.dynamodbTable !== undefined
        ? 'The state is not locked.'
        : 'The state is not locked, as far as its lock file tells. A DynamoDB lock is looked at with dynamodb_table in state-address.';
}

// EXTERNAL MODULE: ./src/lock/removal.ts
var lock_removal = __webpack_require__(7047);
;// CONCATENATED MODULE: ./src/commands/unlock.ts







/** A lock that was written to between our look and our removal is judged anew, as it is then. */
const maxTries = 2;
/** Removes exactly the lock that a person names, if its holder is not at work. Takes no lock. */
async function unlock(deps, journey) {
    return await unlockState(deps, journey, await findBackend(deps, journey));
}
/** The same for a state whose backend is known. */
async function unlockState(deps, journey, backend) {
    const { inputs, log, ownRun } = deps;
    log.say(`${ownRun?.actor ?? 'Somebody'} asks to remove the lock ${(0,plain_text/* plainLine */.h0)(inputs.lockId)}, reason: ${(0,plain_text/* plainLine */.h0)(inputs.reason, 500)}`);
    for (let tries = 1; tries <= maxTries; tries += 1) {
        const end = await tryToUnlock(deps, journey, backend);
        if (end !== 'written-to')
            return end;
    }
    throw new errors/* LockstepError */.Cj('lock-contention', `The lock ${inputs.lockId} was written to each time before it could be removed.`, 'Somebody is at work under it: wait until that has ended.');
}
async function tryToUnlock(deps, journey, backend) {
    const { inputs, ownRun, clock, cancelled } = deps;
    const reading = await readWithRun(deps, backend);
    if (reading.kind === 'held') {
        journey.holder = reading.holder;
        if (reading.holder.lockId === inputs.lockId)
            journey.lockPullRequest = pullRequestOf(deps, reading.holder);
    }
    if (cancelled.aborted) {
        return { kind: 'cancelled', message: 'The job was cancelled; no lock was removed.', counts: undefined };
    }
    const actor = ownRun?.actor ?? null;
    const verdict = (0,lock_removal/* judgeUnlock */.sT)({ ...inputs, actor, at: clock.now() }, reading);
    switch (verdict.kind) {
        case 'already-free':
            return { kind: 'already-free', message: `${describeFree(inputs)} There is nothing to remove.` };
        case 'unreadable':
            throw unreadable(inputs, backend.mechanism, verdict.reason);
        case 'other-lock':
            throw otherLock(inputs, verdict.holder, reading);
        case 'owner-may-be-at-work':
            throw ownerMayBeAtWork(verdict.holder);
        case 'remove':
            return await remove(deps, journey, backend, verdict.version, verdict.decision);
    }
}
async function readWithRun({ holders, cancelled }, { lock }) {
    const reading = await lock.read(cancelled);
    return reading.kind === 'held' ? { ...reading, holder: await holders.look(reading.holder, 'now') } : reading;
}
async function remove(deps, journey, backend, version, decision) {
    const { log, holders, inputs } = deps;
    const { lockId, owner, protectsUnsavedState } = decision;
    journey.decision = decision;
    log.say(`Removing the state ${(0,lock_removal/* describeProof */.ef)(decision)}.`);
    const removal = await backend.lock.remove(version, decision);
    switch (removal.kind) {
        case 'removed': {
            journey.lockRecovered = lockId;
            const wasForced = owner === 'alive' || owner === 'unknown';
            log.annotate(wasForced ? 'warning' : 'notice', `Removed the state ${(0,lock_removal/* describeProof */.ef)(decision)}.`);
            if (protectsUnsavedState) {
                (0,prepare/* warn */.R8)(deps, journey, 'This lock protected a state that was never saved. What its run has created, changed or destroyed may be missing from the state: see that run’s report, and bring the state up to date before the next apply.');
            }
            return { kind: 'unlocked' };
        }
        case 'gone':
            return { kind: 'already-free', message: `The lock ${lockId} was gone before it could be removed.` };
        case 'changed-hands': {
            const { holder, left } = removal;
            if (left !== undefined)
                (0,prepare/* warn */.R8)(deps, journey, `Only half of the lock ${lockId} was removed, not its ${left}.`);
            if (holder?.lockId === lockId)
                return 'written-to';
            if (holder !== undefined)
                journey.holder = await holders.look(holder, 'now');
            throw changedHands(lockId, journey.holder);
        }
        case 'refused':
            throw refused(inputs, lockId, removal);
    }
}
/** Whoever may take the lock may name any run, so only a pull request of our own repository is written to. */
function pullRequestOf({ ownRun }, { run }) {
    if (ownRun === undefined || run === null)
        return undefined;
    const isNear = run.url.startsWith(`${ownRun.serverUrl}/`) && run.repository === ownRun.repository;
    return isNear ? (run.pullRequest ?? undefined) : undefined;
}
function unreadable(inputs, mechanism, reason) {
    return new errors/* LockstepError */.Cj('lock-fault', `Nothing was removed, since the lock could not be read: ${reason}.`, UNREADABLE_ADVICE[mechanism](inputs));
}
const permissionsAdvice = () => 'Allow s3:GetObject on the lock file (<state key>.tflock) and s3:ListBucket on its bucket, or dynamodb:GetItem on the lock table, to the role of this job, and check region and table.';
const UNREADABLE_ADVICE = {
    s3: permissionsAdvice,
    dynamodb: permissionsAdvice,
    's3-and-dynamodb': permissionsAdvice,
    other: forceUnlockAdvice,
    // `terraform force-unlock` says "LocalState not locked" there, whoever holds the lock.
    local: () => 'The lock of a local state ends with the process that holds it. No other process can remove it, Terraform’s neither.',
    none: () => 'There is no lock that could be removed.',
};
const PLAIN = /^\w[\w./-]{0,199}$/;
/** Terraform's own way, which reads the ID and then deletes whatever is there: told, and never gone. */
function forceUnlockAdvice({ lockId, workingDirectory, workspaceRoot, stateAddress }) {
    const folder = stateAddress === undefined ? (0,external_node_path_.relative)(workspaceRoot, workingDirectory) : '';
    const command = PLAIN.test(lockId) && (folder === '' || PLAIN.test(folder))
        ? `terraform ${folder === '' ? '' : `-chdir=${folder} `}force-unlock ${lockId}`
        : 'terraform force-unlock, with that lock ID';
    return `By hand, in the state's initialised folder and workspace, and only while nobody can take the lock, since it deletes without a condition: ${command}`;
}
function otherLock({ lockId }, holder, reading) {
    const given = (0,plain_text/* plainLine */.h0)(lockId);
    const { lockFile } = reading.kind === 'held' ? reading : {};
    const isFileOnly = lockFile?.kind === 'held' && lockFile.holder.lockId === lockId;
    return new errors/* LockstepError */.Cj('lock-contention', `Nothing was removed: the state is not locked by ${given}, but by ${(0,lock_holder/* describeHolder */.sG)(holder)}.`, isFileOnly
        ? `Only the lock file bears the ID ${given}, and the lock item in DynamoDB says who holds the state. Whoever waits for that makes and deletes a lock file at each try; if it is still there when the lock item is gone, run unlock again.`
        : 'Give the ID of the lock that is there, if it is that one that shall go.');
}
function ownerMayBeAtWork(holder) {
    const isAlive = holder.verdict === 'alive';
    const why = isAlive
        ? 'its run is still at work'
        : 'whether its run has finished is not known (the token needs actions: read in its repository)';
    return new errors/* LockstepError */.Cj('lock-contention', `Nothing was removed, since ${why}: ${(0,lock_holder/* describeHolder */.sG)(holder)}.`, `${isAlive ? 'Wait until that run has ended, or cancel it.' : 'Look at that run, and wait until it has ended.'} Only if it is certain that it does not work on this state any more: set force to true.`);
}
function changedHands(lockId, holder) {
    const who = holder === undefined ? 'somebody' : (0,lock_holder/* describeHolder */.sG)(holder);
    return new errors/* LockstepError */.Cj('lock-contention', `The lock ${lockId} was gone before it could be removed, and the state is locked by ${who} now. That lock was left as it is.`);
}
function refused(inputs, lockId, { reason, left }) {
    if (left !== undefined) {
        return new errors/* LockstepError */.Cj('lock-fault', `Only half of the lock ${lockId} was removed. What is left is ${reason}.`, `The state stays locked until its ${left} is gone too. Allow s3:DeleteObject on the lock file and dynamodb:DeleteItem on the lock table, then run unlock again: it removes what is left.`);
    }
    return new errors/* LockstepError */.Cj('lock-fault', `Nothing was removed: ${reason}.`, `Lockstep removes a lock only on the condition that it is still the one that was read; the role of this job needs s3:DeleteObject on the lock file, or dynamodb:DeleteItem on the lock table. ${forceUnlockAdvice(inputs)}`);
}

;// CONCATENATED MODULE: ./src/commands/wait.ts






/** A store that fails this often in a row is not about to answer. */
const maxFailedReads = 5;
/** Reads the lock until it is free or lock-timeout has passed. Takes no lock. */
async function wait(deps, journey) {
    const { inputs, clock, random, log, cancelled, holders } = deps;
    const { lock } = await findBackend(deps, journey);
    const deadline = (0,retry_deadline/* startDeadline */.d)(clock, inputs.onContention === 'wait' ? inputs.lockTimeoutMs : 0);
    const start = clock.monotonic();
    for (let failedReads = 0;;) {
        const end = await waitForFreeLock({
            clock,
            random,
            deadline,
            signal: cancelled,
            read: (signal) => lock.read(signal),
            tell: (holder, remainingMs) => {
                failedReads = 0;
                journey.holder = holder;
                void holders.look(holder);
                log.say(`The state is locked by ${(0,lock_holder/* describeHolder */.sG)(holders.known(holder))}. Time left: ${(0,duration/* renderDuration */.P)(remainingMs)}.`);
            },
        });
        journey.lockWaitedMs = clock.monotonic() - start;
        switch (end.kind) {
            case 'free':
                log.say('The state is not locked.');
                return { kind: 'lock-free' };
            case 'cancelled':
                return { kind: 'cancelled', message: 'The job was cancelled while it waited.', counts: undefined };
            case 'deadline':
                journey.holder = end.holder;
                return {
                    kind: 'contended',
                    holder: end.holder,
                    isNeutral: inputs.onContention === 'neutral',
                    message: `The state is still locked by ${(0,lock_holder/* describeHolder */.sG)(holders.known(end.holder))} after ${(0,duration/* renderDuration */.P)(journey.lockWaitedMs)}.`,
                };
            case 'unknown':
                failedReads += 1;
                if (!end.transient || failedReads >= maxFailedReads || deadline.hasPassed())
                    throw notKnown(end.reason);
                await clock.sleep(Math.min(1000 * failedReads, deadline.remainingMs()), cancelled);
        }
    }
}
function notKnown(reason) {
    return new errors/* LockstepError */.Cj('lock-fault', `Whether the state is locked is not known: ${reason}.`, 'Waiting needs a lock that can be read: check the permissions and the options of the backend.');
}

// EXTERNAL MODULE: ./src/terraform/shell-words.ts
var shell_words = __webpack_require__(4062);
;// CONCATENATED MODULE: ./src/terraform/arguments-policy.ts

/** What to use instead of an argument that Lockstep gives itself (CONTRACT.md, `plan-args`). */
const insteadOf = new Map([
    ['lock', 'use the input `lock`'],
    ['lock-timeout', 'use the input `lock-timeout`'],
    ['out', 'read the output `plan-file`'],
    ['json', 'read the output `plan-json-file`'],
    ['chdir', 'use the input `working-directory`'],
    ['auto-approve', 'use the input `apply-policy: unreviewed`'],
    ['input', 'Lockstep always sets it to `false`, since nobody is there to answer'],
    ['detailed-exitcode', 'Lockstep sets it; read the output `has-changes`'],
    ['backend', 'the backend says where the lock is; leave it out'],
]);
/** These keep their meaning in `TF_CLI_ARGS*`; as lines of an input they would contradict another input. */
const insteadOfMode = new Map([
    ['destroy', 'use the input `destroy`'],
    ['refresh-only', 'use the input `refresh-only`'],
]);
const configureBackend = 'configure a backend, which says where the state is';
/**
 * Lockstep's own arguments come after those of `TF_CLI_ARGS*` and win, but an approval or a plan file asked for
 * there must not be dropped in silence, and after the command Terraform does not know `-chdir` at all.
 */
const refusedFromEnvironment = new Set(['out', 'auto-approve', 'chdir', 'backend']);
const environmentVariables = ['TF_CLI_ARGS', 'TF_CLI_ARGS_init', 'TF_CLI_ARGS_plan', 'TF_CLI_ARGS_apply'];
/** What Go's `strconv.ParseBool` reads as false. */
const falseValues = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);
/**
 * Flags of `init`, `plan` and `apply` that take no separate value: a word after one is a positional argument.
 * A flag that is missing here only means that Terraform itself refuses the word after it.
 */
const booleanFlags = new Set([
    'allow-deferral',
    'compact-warnings',
    'concise',
    'consolidate-errors',
    'consolidate-warnings',
    'force-copy',
    'get',
    'ignore-remote-version',
    'migrate-state',
    'no-color',
    'reconfigure',
    'refresh',
    'show-sensitive',
    'upgrade',
]);
const positionalSentence = 'it is not an option (`-name` or `-name=value`), so Terraform would take it for a plan file or a folder';
/** The argument of Lockstep's that a line of `init-args`, `plan-args` or `apply-args` would set, if any. */
function findOwnedArgument(argument) {
    const name = nameFromArgument(argument);
    const instead = name === undefined ? undefined : (lookUpInstead(name) ?? insteadOfMode.get(name));
    if (name === undefined || instead === undefined)
        return undefined;
    return { argument: `-${name}`, sentence: `\`-${name}\` is not for you to give: ${instead}` };
}
/** What is wrong with the lines of one of the inputs; no sentence repeats a value, which may be a secret. */
function checkArguments(lines) {
    const problems = [];
    let isValueExpected = false;
    for (const [index, line] of lines.entries()) {
        const owned = findOwnedArgument(line);
        const isFlag = /^--?[^-=]/.test(line);
        if (/[\0\r\n]/.test(line))
            problems.push({ index, sentence: 'an argument holds a NUL or a line break' });
        else if (owned !== undefined)
            problems.push({ index, sentence: owned.sentence });
        else if (!isFlag && !isValueExpected)
            problems.push({ index, sentence: positionalSentence });
        isValueExpected = isFlag && !isValueExpected && takesSeparateValue(line);
    }
    return problems;
}
/** What the user's `TF_CLI_ARGS*` say about the arguments that Lockstep owns. */
function checkCliArgsEnvironment(env) {
    const problems = new Set();
    const notices = new Set();
    for (const variable of environmentVariables) {
        const words = (0,shell_words/* splitShellWords */.C)(env[variable] ?? '');
        if (words === undefined) {
            problems.add(`\`${variable}\` can't be split into arguments: close its quotes, and put backticks and parentheses in quotes`);
        }
        for (const word of words ?? []) {
            const name = nameFromArgument(word);
            const instead = name === undefined ? undefined : lookUpInstead(name);
            if (name === undefined || instead === undefined)
                continue;
            if (name === 'lock' && falseValues.has(word.slice(word.indexOf('=') + 1))) {
                problems.add(`\`${variable}\` holds \`-lock=false\`, which is refused: ${instead}`);
            }
            else if (refusedFromEnvironment.has(name) || name.startsWith('state')) {
                problems.add(`\`${variable}\` holds \`-${name}\`, which is refused: ${instead}`);
            }
            else {
                notices.add(`\`-${name}\` in \`${variable}\` is overridden: ${instead}`);
            }
        }
    }
    return { problems: [...problems], notices: [...notices] };
}
/** Go's flag package takes one dash or two, and ends the name at the first `=`. */
function nameFromArgument(argument) {
    return /^--?([A-Za-z][\w-]*)(?:=|$)/.exec(argument)?.[1];
}
function lookUpInstead(name) {
    return name.startsWith('state') ? configureBackend : insteadOf.get(name);
}
function takesSeparateValue(flag) {
    return !flag.includes('=') && !booleanFlags.has(flag.replace(/^--?/, ''));
}

// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(3024);
// EXTERNAL MODULE: ./src/runner/input-values.ts
var input_values = __webpack_require__(2173);
;// CONCATENATED MODULE: ./src/runner/input-files.ts



/** The runner's own folders, or undefined after a problem. */
function readFolders(env, problems) {
    const [workspaceRoot, tempDirectory] = ['GITHUB_WORKSPACE', 'RUNNER_TEMP'].map((variable) => {
        const path = env[variable] ?? '';
        if (path !== '' && readKind(path) === 'folder')
            return (0,external_node_fs_.realpathSync)(path);
        const finding = path === '' ? 'is not set' : `is ${(0,input_values/* quoteValue */.cl)(path)}, which is not a folder`;
        problems.push(`the environment variable \`${variable}\` ${finding}: a GitHub runner sets it`);
        return undefined;
    });
    if (workspaceRoot === undefined || tempDirectory === undefined)
        return undefined;
    return { workspaceRoot, tempDirectory };
}
/** The input `working-directory` without symlinks, or undefined after a problem. */
function readWorkingDirectory(path, workspaceRoot, problems) {
    const folder = (0,external_node_path_.resolve)(workspaceRoot, path);
    const is = `\`working-directory\` is ${(0,input_values/* quoteValue */.cl)(path)}`;
    const expected = 'expected a folder inside `GITHUB_WORKSPACE`';
    const kind = readKind(folder);
    if (kind !== 'folder') {
        problems.push(`${is}, which ${kind === undefined ? 'does not exist' : 'is not a folder'}: ${expected}`);
        return undefined;
    }
    const resolved = (0,external_node_fs_.realpathSync)(folder);
    if (!isInside(workspaceRoot, resolved)) {
        problems.push(`${is}, which lies outside: ${expected} (${(0,input_values/* quoteValue */.cl)(workspaceRoot)})`);
        return undefined;
    }
    return resolved;
}
/** The input `plan-file` as an absolute path, or undefined after a problem. */
function readPlanFile(path, workspaceRoot, problems) {
    const file = (0,external_node_path_.resolve)(workspaceRoot, path);
    const kind = readKind(file);
    if (kind === 'file')
        return file;
    problems.push(`\`plan-file\` is ${(0,input_values/* quoteValue */.cl)(path)}, which ${kind === undefined ? 'does not exist' : 'is not a file'}: ` +
        'expected a plan file, its path absolute or relative to `GITHUB_WORKSPACE`');
    return undefined;
}
/** The input `var-file`; Terraform, too, takes these paths relative to its working directory. */
function checkVarFiles(lines, workingDirectory, problems) {
    for (const { number, text } of lines) {
        const kind = readKind((0,external_node_path_.resolve)(workingDirectory, text));
        if (kind === 'file' || kind === 'other')
            continue;
        problems.push(`\`var-file\`, line ${String(number)}, is ${(0,input_values/* quoteValue */.cl)(text)}, which ` +
            `${kind === undefined ? 'does not exist' : 'is a folder'}: expected a file, its path relative to \`working-directory\``);
    }
}
/**
 * The input `backend-config`. Terraform takes a line with `=` for a value and any other for a file. No line is
 * repeated in a problem: half of a secret that was broken over two lines looks like a file name.
 */
function checkBackendConfig(lines, workingDirectory, problems) {
    for (const { number, text } of lines) {
        if (/^[A-Za-z_][\w.-]*\s*=/.test(text))
            continue;
        if (!text.includes('=') && readKind((0,external_node_path_.resolve)(workingDirectory, text)) === 'file')
            continue;
        problems.push(`\`backend-config\`, line ${String(number)}: expected \`key=value\`, or a file that exists, ` +
            'its path relative to `working-directory`');
    }
}
function readKind(path) {
    try {
        const entry = (0,external_node_fs_.statSync)(path);
        if (entry.isFile())
            return 'file';
        return entry.isDirectory() ? 'folder' : 'other';
    }
    catch {
        return undefined;
    }
}
function isInside(folder, path) {
    const way = (0,external_node_path_.relative)(folder, path);
    return way !== '..' && !way.startsWith(`..${external_node_path_.sep}`) && !(0,external_node_path_.isAbsolute)(way);
}

;// CONCATENATED MODULE: ./src/runner/input-rules.ts

const rules = [
    {
        isBroken: (given) => given['state-address'] !== undefined && runsTerraform(given),
        problem: '`state-address` is only for the commands `status`, `wait` and `unlock`; `plan` and `apply` read the backend',
    },
    {
        isBroken: (given) => given['state-address'] !== undefined && given.workspace !== undefined,
        problem: '`state-address` and `workspace` are both given: an address already names the state of one workspace',
    },
    {
        isBroken: (given) => given['create-workspace'] === true && looksAtLockOnly(given),
        problem: '`create-workspace` is "true": `status`, `wait` and `unlock` change no state; only `plan` and `apply` accept that',
    },
    {
        isBroken: (given) => given.lock === false && given.command === 'apply',
        problem: '`lock` is "false", and an apply without the lock can destroy a state that somebody else is writing; ' +
            'only `plan` can go without',
    },
    {
        isBroken: (given) => given.lock === false && looksAtLockOnly(given),
        problem: '`lock` is "false": only `plan` accepts that; `status`, `wait` and `unlock` never take the lock',
    },
    {
        isBroken: (given) => given.command === 'unlock' && isMissing(given, 'lock-id'),
        problem: '`lock-id` is missing: `unlock` removes exactly the lock that it names; `status` tells the ID',
    },
    {
        isBroken: (given) => given.command === 'unlock' && isMissing(given, 'reason'),
        problem: '`reason` is missing: `unlock` tells it with who has removed the lock, and when',
    },
    ...['lock-id', 'reason'].map((name) => ({
        isBroken: (given) => given[name] !== undefined && isOtherThanUnlock(given),
        problem: `\`${name}\` is only for the command \`unlock\``,
    })),
    {
        isBroken: (given) => given.force === true && isOtherThanUnlock(given),
        problem: '`force` is "true": it is only for the command `unlock`',
    },
    {
        isBroken: (given) => given.destroy === true && given['refresh-only'] === true,
        problem: '`destroy` and `refresh-only` are both "true": Terraform can do only one of them in a plan',
    },
    {
        isBroken: (given) => given['plan-file'] !== undefined && given.command !== undefined && given.command !== 'apply',
        problem: '`plan-file` is only for the command `apply`; where a plan was saved is the output `plan-file`',
    },
    {
        isBroken: (given) => appliesPlanFile(given) && given.destroy === true,
        problem: '`destroy` has no effect on a saved plan: give it when planning, and leave it out beside `plan-file`',
    },
    {
        isBroken: (given) => appliesPlanFile(given) && given['refresh-only'] === true,
        problem: '`refresh-only` has no effect on a saved plan: give it when planning, and leave it out beside `plan-file`',
    },
    {
        isBroken: (given) => appliesPlanFile(given) && (given['plan-args'] ?? []).length > 0,
        problem: '`plan-args` has no effect on a saved plan: give it when planning, and leave it out beside `plan-file`',
    },
];
/** What is wrong with the inputs together. */
function checkInputRules(given) {
    return rules.filter((rule) => rule.isBroken(given)).map((rule) => rule.problem);
}
/** What is wrong with the lines of `init-args`, `plan-args` and `apply-args`. */
function checkArgumentInputs(given) {
    return ['init-args', 'plan-args', 'apply-args'].flatMap((name) => {
        const lines = given[name] ?? [];
        return checkArguments(lines.map((line) => line.text)).map(({ index, sentence }) => `\`${name}\`, line ${String(lines[index]?.number)}: ${sentence}`);
    });
}
function runsTerraform(given) {
    return given.command === 'plan' || given.command === 'apply';
}
function looksAtLockOnly(given) {
    return given.command === 'status' || given.command === 'wait' || given.command === 'unlock';
}
function isOtherThanUnlock(given) {
    return given.command !== undefined && given.command !== 'unlock';
}
/** Left out; an input that is not valid has a problem of its own. */
function isMissing(given, name) {
    return name in given && given[name] === undefined;
}
function appliesPlanFile(given) {
    return given.command === 'apply' && given['plan-file'] !== undefined;
}

// EXTERNAL MODULE: ./src/runner/input-table.ts
var input_table = __webpack_require__(4851);
;// CONCATENATED MODULE: ./src/runner/inputs.ts








/**
 * Reads the inputs from the environment of the action, and looks at the files that they name.
 * @throws InvalidInputsError with every problem there is
 */
function parseInputs(env) {
    const given = (0,input_table/* parseInputValues */.O)(env);
    const cliArgs = checkCliArgsEnvironment(env);
    const problems = [
        ...given.problems,
        ...checkInputRules(given.values),
        ...checkArgumentInputs(given.values),
        ...cliArgs.problems,
    ];
    const places = readPlaces(env, given.values, problems);
    if (problems.length > 0 || places === undefined)
        throw new errors/* InvalidInputsError */.Xt(problems);
    const values = given.values;
    const credentials = readCredentialExpiration(values['credential-expiration'], env);
    return {
        command: values.command,
        ...places,
        stateAddress: values['state-address'],
        workspace: values.workspace,
        createWorkspace: values['create-workspace'],
        executable: values.executable,
        init: values.init,
        backendConfig: textsFromLines(values['backend-config']),
        varFiles: textsFromLines(values['var-file']),
        initArguments: textsFromLines(values['init-args']),
        planArguments: textsFromLines(values['plan-args']),
        applyArguments: textsFromLines(values['apply-args']),
        destroy: values.destroy,
        refreshOnly: values['refresh-only'],
        lock: values.lock === 'auto' ? true : values.lock,
        lockTimeoutMs: values['lock-timeout'],
        onContention: values['on-contention'] === 'auto' ? 'wait' : values['on-contention'],
        annotateLock: values['annotate-lock'],
        recoverLock: values['recover-lock'],
        allowUnlockedBackend: values['allow-unlocked-backend'],
        cancelGraceMs: values['cancel-grace'],
        lockId: values['lock-id'] ?? '',
        reason: values.reason ?? '',
        force: values.force,
        applyPolicy: values['apply-policy'],
        githubToken: values['github-token'],
        comment: values.comment,
        commentKey: values['comment-key'],
        pullRequest: values['pull-request'],
        ...credentials,
        minimumCredentialLifeMs: values['minimum-credential-life'],
        jobId: values['job-id'],
        notices: cliArgs.notices,
    };
}
/**
 * The input, else the variable in which the AWS CLI (`configure export-credentials`) and aws-vault tell when the
 * credentials beside it end.
 */
function readCredentialExpiration(given, env) {
    if (given !== undefined)
        return { credentialExpiration: { at: given, source: 'credential-expiration' }, debugNotes: [] };
    const source = 'AWS_CREDENTIAL_EXPIRATION';
    const text = env[source]?.trim() ?? '';
    if (text === '')
        return { credentialExpiration: undefined, debugNotes: [] };
    try {
        return { credentialExpiration: { at: (0,credential_life/* parseExpiration */.lG)(text), source }, debugNotes: [] };
    }
    catch (error) {
        const note = `${source} is ${(0,input_values/* quoteValue */.cl)(text)}, which says nothing: ${(0,errors/* messageFromError */.CZ)(error)}`;
        return { credentialExpiration: undefined, debugNotes: [note] };
    }
}
/** The folders and files of the inputs as they are on disk, or undefined after a problem with a folder. */
function readPlaces(env, values, problems) {
    const folders = readFolders(env, problems);
    if (folders === undefined)
        return undefined;
    const { command, 'plan-file': planFile, 'working-directory': folder } = values;
    const plan = planFile !== undefined && command === 'apply'
        ? readPlanFile(planFile, folders.workspaceRoot, problems)
        : undefined;
    const workingDirectory = folder === undefined ? undefined : readWorkingDirectory(folder, folders.workspaceRoot, problems);
    if (workingDirectory === undefined)
        return undefined;
    checkVarFiles(values['var-file'] ?? [], workingDirectory, problems);
    checkBackendConfig(values['backend-config'] ?? [], workingDirectory, problems);
    return { ...folders, workingDirectory, planFile: plan };
}
function textsFromLines(lines) {
    return lines.map((line) => line.text);
}

// EXTERNAL MODULE: ./src/runner/log.ts
var runner_log = __webpack_require__(7708);
// EXTERNAL MODULE: ./src/runner/own-run.ts
var own_run = __webpack_require__(7298);
// EXTERNAL MODULE: ./src/runner/run-directory.ts
var run_directory = __webpack_require__(2493);
// EXTERNAL MODULE: ./src/runner/run-record.ts
var run_record = __webpack_require__(1649);
// EXTERNAL MODULE: ./src/runner/saved-state.ts
var saved_state = __webpack_require__(3313);
// EXTERNAL MODULE: ./src/runner/secrets.ts
var secrets = __webpack_require__(2995);
// EXTERNAL MODULE: ./src/runner/system.ts
var system = __webpack_require__(4233);
// EXTERNAL MODULE: ./src/runner/workflow-event.ts
var workflow_event = __webpack_require__(1192);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./src/terraform/executable.ts




/** `wanted`: the input `executable`, a name or a path (relative to the workspace). */
async function findExecutable(wanted, env, workspaceRoot) {
    const found = await locate(wanted, env, workspaceRoot);
    if (found === undefined) {
        throw new errors/* LockstepError */.Cj('terraform-error', wanted === undefined
            ? 'Neither terraform nor tofu is on PATH.'
            : `The executable "${wanted}" was not found, or may not be run.`, 'Install it in an earlier step (hashicorp/setup-terraform or opentofu/setup-opentofu), or give its path in the input "executable".');
    }
    if (!(await isScript(found)))
        return { path: found, isScript: false };
    const hidden = await binaryBehindWrapper(found, env);
    return hidden === undefined ? { path: found, isScript: true } : { path: hidden, isScript: false };
}
async function locate(wanted, env, root) {
    if (wanted === undefined)
        return (await onPath('terraform', env)) ?? (await onPath('tofu', env));
    if ((0,external_node_path_.isAbsolute)(wanted) || wanted.includes('/') || wanted.includes('\\')) {
        const path = (0,external_node_path_.resolve)(root, wanted);
        return (await isRunnable(path)) ? path : undefined;
    }
    return await onPath(wanted, env);
}
async function onPath(name, env) {
    const suffixes = process.platform === 'win32' ? ['.exe', ''] : [''];
    for (const folder of (env['PATH'] ?? '').split(external_node_path_.delimiter)) {
        // An empty or relative entry would run whatever lies in the checked-out repository.
        if (!(0,external_node_path_.isAbsolute)(folder))
            continue;
        for (const suffix of suffixes) {
            const path = (0,external_node_path_.join)(folder, name + suffix);
            if (await isRunnable(path))
                return path;
        }
    }
    return undefined;
}
async function isRunnable(path) {
    try {
        await (0,promises_.access)(path, external_node_fs_.constants.X_OK);
        return (await (0,promises_.stat)(path)).isFile();
    }
    catch {
        return false;
    }
}
async function isScript(path) {
    const file = await (0,promises_.open)(path, 'r');
    try {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
        return bytesRead === 2 && buffer.toString('latin1') === '#!';
    }
    finally {
        await file.close();
    }
}
/**
 * setup-terraform and setup-opentofu put a script before the real binary. It turns exit code 2 into 0, dies of a
 * SIGINT that Terraform never gets, and copies the plan's JSON into the step's outputs; so it is never run.
 */
async function binaryBehindWrapper(script, env) {
    const suffix = process.platform === 'win32' ? '.exe' : '';
    const name = (0,external_node_path_.basename)(script).replace(/\.exe$/, '');
    const folders = [(0,external_node_path_.dirname)(script), env['TERRAFORM_CLI_PATH'], env['TOFU_CLI_PATH']];
    for (const folder of folders) {
        if (folder === undefined || folder === '')
            continue;
        const candidate = (0,external_node_path_.join)(folder, `${name}-bin${suffix}`);
        if ((await isRunnable(candidate)) && !(await isScript(candidate)))
            return candidate;
    }
    return undefined;
}

// EXTERNAL MODULE: ./src/terraform/terraform.ts + 3 modules
var terraform = __webpack_require__(3397);
;// CONCATENATED MODULE: ./src/main.ts
























const COMMANDS = { plan: plan, apply: apply, status: status_status, wait: wait, unlock: unlock };
/** Runs the step. Whatever happens ends in outputs, a summary, a comment and an exit code. */
async function main(env) {
    const log = (0,runner_log/* createLog */.h)((text) => process.stdout.write(text));
    const journey = (0,commands_outcome/* startJourney */.h_)();
    let deps;
    const run = async () => {
        deps = await openDependencies(env, log, journey);
        return await COMMANDS[deps.inputs.command](deps, journey);
    };
    const outcome = await run().catch(outcomeFromError);
    await main_report(log, outcome, journey, env['INPUT_COMMAND'] ?? '', deps);
    deps?.recorder.note({ isReported: true });
    log.close();
    if ((0,commands_outcome/* isFailure */.N6)(outcome))
        process.exitCode = 1;
}
async function openDependencies(env, log, journey) {
    const cancelled = cancelSignal(log);
    const inputs = parseInputs(env);
    for (const notice of inputs.notices)
        log.annotate('notice', notice);
    for (const note of inputs.debugNotes)
        log.debug(note);
    for (const secret of (0,secrets/* secretsOfEnvironment */.O0)(env))
        journey.sensitive.add(secret);
    const token = (0,external_node_crypto_.randomUUID)();
    const runDirectory = await (0,run_directory/* createRunDirectory */.HZ)(inputs.tempDirectory, token);
    const recorder = (0,run_record/* createRecorder */.Tk)(runDirectory.path, {
        main: (0,processes/* identityOf */.cu)(process.pid),
        inputs: { ...inputs, githubToken: undefined },
    });
    cancelled.addEventListener('abort', () => {
        recorder.note({ cancelledAt: system/* systemClock */.m.now() });
    });
    const recorded = (0,saved_state/* saveState */.L)(env, { token, runDirectory: runDirectory.path });
    recorded.catch(() => undefined);
    const { workingDirectory, workspaceRoot } = inputs;
    const openTerraform = async () => {
        const executable = await findExecutable(inputs.executable, env, workspaceRoot);
        return (0,terraform/* createTerraform */.v)({
            executable,
            workingDirectory,
            env,
            token,
            runDirectory,
            emergencyStateFile: (0,external_node_path_.join)(inputs.tempDirectory, `lockstep-errored-${token}.tfstate`),
            cancelled,
            clock: system/* systemClock */.m,
        });
    };
    const event = await (0,workflow_event/* readWorkflowEvent */.m)(env);
    const pullRequest = inputs.pullRequest ?? event.pullRequest?.number;
    const ownRun = (0,own_run/* ownRunFromEnvironment */.V)(env, pullRequest, inputs.jobId);
    return {
        inputs,
        env,
        event,
        clock: system/* systemClock */.m,
        random: system/* systemRandom */.v,
        log,
        cancelled,
        countProcesses: () => (0,processes/* countProcessesWithToken */.C9)(token),
        openTerraform,
        ownRun,
        recorded,
        recorder,
        runDirectory,
        ...(0,on_github/* createOnGitHub */.HU)({ inputs, env, event, ownRun, clock: system/* systemClock */.m, log }, journey),
    };
}
/**
 * Aborted by the runner's SIGINT. The SIGTERM that follows 7.5 s later is not another order
 * (docs.github.com/actions/reference/workflows-and-actions/workflow-cancellation): Terraform is ending already.
 */
function cancelSignal(log) {
    const controller = new AbortController();
    process.on('SIGINT', () => {
        controller.abort();
    });
    process.on('SIGTERM', () => {
        log.debug('SIGTERM: the runner is about to end this step.');
    });
    return controller.signal;
}
function outcomeFromError(error) {
    if (error instanceof errors/* LockstepError */.Cj) {
        const { reason, message, advice, commands } = error;
        if (reason === 'cancelled')
            return { kind: 'cancelled', message, counts: undefined };
        return { kind: 'failed', reason, message, advice, commands, counts: undefined };
    }
    const advice = 'This was not expected. Please report it with the log of a run with debug logging.';
    return { kind: 'failed', reason: undefined, message: (0,errors/* messageFromError */.CZ)(error), advice, counts: undefined };
}
async function main_report(log, outcome, journey, command, deps) {
    journey.counts = (0,report/* countsOf */.mQ)(outcome);
    if (deps !== undefined)
        await (0,on_github/* lookAtHolder */.d6)(deps, outcome, journey);
    const message = [(0,report/* messageOf */.bD)(outcome), ...(0,report/* commandsOf */.Kf)(outcome)].join('\n');
    if (message !== '')
        log.annotate((0,commands_outcome/* isFailure */.N6)(outcome) ? 'error' : 'notice', message);
    try {
        await (0,outputs/* setOutputs */.n0)((0,report/* outputsOf */.Yz)(outcome, journey));
        await (0,outputs/* appendSummary */.fe)(await (0,report/* summaryOf */.YG)(command, outcome, journey, {
            ...(0,on_github/* tellOptionsOf */.l6)(deps, journey, system/* systemClock */.m),
            run: deps === undefined ? undefined : (0,on_github/* ownRunOf */.t8)(deps),
        }));
        // Last, since GitHub may not answer, and a job that is being cancelled has no time to lose.
        const warning = deps === undefined ? undefined : await (0,on_github/* reportOnGitHub */.dc)(deps, outcome);
        if (journey.commentUrl !== undefined)
            await (0,outputs/* setOutputs */.n0)({ 'comment-url': journey.commentUrl });
        if (warning === undefined)
            return;
        log.annotate('warning', warning);
        await (0,outputs/* appendSummary */.fe)(await (0,report/* noteOf */.kH)(warning));
    }
    catch (error) {
        log.annotate('warning', `The outputs or the summary of this step could not be written: ${(0,errors/* messageFromError */.CZ)(error)}`);
    }
}


/***/ }),

/***/ 5132:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ renderCounts)
/* harmony export */ });
/** `1 to add, …` of a plan, `1 added, …` of what was done. */
function renderCounts(counts, isDone) {
    const parts = [
        `${String(counts.add)} ${isDone ? 'added' : 'to add'}`,
        `${String(counts.change)} ${isDone ? 'changed' : 'to change'}`,
        `${String(counts.destroy)} ${isDone ? 'destroyed' : 'to destroy'}`,
        ...(counts.import > 0 ? [`${String(counts.import)} ${isDone ? 'imported' : 'to import'}`] : []),
        ...(counts.replace > 0 ? [`${String(counts.replace)} replaced`] : []),
        ...(counts.move > 0 ? [`${String(counts.move)} moved`] : []),
        ...(counts.forget > 0 ? [`${String(counts.forget)} forgotten`] : []),
    ];
    return parts.join(', ');
}


/***/ }),

/***/ 7708:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ createLog)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);

const minimumMaskLength = 8;
/**
 * Text goes out while commands are stopped, since a provider may print `::set-output…` or, anywhere in a line,
 * `##[add-mask]…`; `add-mask` goes out while they are obeyed, since a stopped runner prints it instead
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands).
 */
function createLog(write) {
    let stopToken;
    const masked = new Set();
    const resume = () => {
        if (stopToken !== undefined)
            write(`::${stopToken}::\n`);
        stopToken = undefined;
    };
    const command = (name, properties, message) => {
        resume();
        write(`::${name}${properties === '' ? '' : ` ${properties}`}::${escapeData(message)}\n`);
    };
    return {
        say(text) {
            write(`${disarm(text)}\n`);
        },
        lines(text) {
            if (stopToken === undefined) {
                stopToken = `lockstep-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()}`;
                write(`::stop-commands::${stopToken}\n`);
            }
            write(text.endsWith('\n') ? text : `${text}\n`);
        },
        annotate(kind, message, place = {}) {
            command(kind, renderPlace(place), message);
        },
        debug(message) {
            command('debug', '', message);
        },
        startGroup(title) {
            command('group', '', title);
        },
        endGroup() {
            command('endgroup', '', '');
        },
        mask(value) {
            for (const line of value.split(/\r?\n/)) {
                const secret = line.trim();
                if (secret.length < minimumMaskLength || masked.has(secret))
                    continue;
                masked.add(secret);
                command('add-mask', '', secret);
            }
        },
        close: resume,
    };
}
function renderPlace(place) {
    const properties = [
        ['title', place.title],
        ['file', place.file],
        ['line', place.line],
        ['endLine', place.endLine],
        ['col', place.column],
    ];
    return properties
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
        .join(',');
}
// The runner prints the lines that stop and resume its commands, so they stay rare: a sentence of ours needs none.
// A command begins a line, after what .NET calls white space, or is `##[` anywhere in it (actions/runner, ActionCommand.cs).
function disarm(text) {
    return text.replace(/^([\s\u0085]*):(?=:)/gm, '$1: ').replace(/##(?=\[)/g, '## ');
}
// The escapes of @actions/core's command.ts, which offers no writer of its own to share.
function escapeData(text) {
    return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}


/***/ }),

/***/ 3447:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BN: () => (/* binding */ leadsGroup),
/* harmony export */   C9: () => (/* binding */ countProcessesWithToken),
/* harmony export */   CM: () => (/* binding */ canInterrupt),
/* harmony export */   Oc: () => (/* binding */ findProcessesWithToken),
/* harmony export */   Sj: () => (/* binding */ tokenVariable),
/* harmony export */   _n: () => (/* binding */ isAlive),
/* harmony export */   a7: () => (/* binding */ signalProcess),
/* harmony export */   cu: () => (/* binding */ identityOf),
/* harmony export */   rH: () => (/* binding */ isGroupLeft)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);


/** The environment variable by which everything that a run started can be found again. */
const tokenVariable = 'LOCKSTEP_RUN_TOKEN';
function identityOf(pid) {
    return { pid, startTime: readStat(pid)?.startTime ?? null };
}
/** False for a zombie: it has ended, and only waits to be read by its parent, which may never do so. */
function isAlive({ pid, startTime }) {
    if (process.platform !== 'linux')
        return signalProcess(pid, 0);
    const stat = readStat(pid);
    return stat !== undefined && stat.state !== 'Z' && (startTime === null || stat.startTime === startTime);
}
/** Whether a process of this group is left, zombies aside; `not-known` on platforms without /proc. */
async function isGroupLeft(groupId) {
    const pids = await listProcesses();
    if (pids === 'not-known')
        return 'not-known';
    return pids.map(readStat).some((stat) => stat?.groupId === groupId && stat.state !== 'Z');
}
/** The processes that carry the token in their environment; `not-known` where the platform has no /proc. */
async function findProcessesWithToken(token) {
    const pids = await listProcesses();
    if (pids === 'not-known')
        return 'not-known';
    const needle = Buffer.from(`${tokenVariable}=${token}`);
    const found = [];
    for (const pid of pids) {
        try {
            if ((await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(`/proc/${String(pid)}/environ`)).includes(needle))
                found.push(pid);
        }
        catch {
            // It ended meanwhile, or belongs to another user: a child of ours has our user.
        }
    }
    return found;
}
/** How many those are. */
async function countProcessesWithToken(token) {
    const found = await findProcessesWithToken(token);
    return found === 'not-known' ? found : found.length;
}
/** A detached process leads a group of its own; what it starts is in its group. */
function leadsGroup(pid) {
    return readStat(pid)?.groupId === pid;
}
/**
 * Whether a process can be asked to end. On Windows each signal ends it at once (nodejs.org/api/process.html#signal-events),
 * and the console's Ctrl+C reaches no detached process, which has no console (libuv, UV_PROCESS_DETACHED).
 */
function canInterrupt() {
    return process.platform !== 'win32';
}
/**
 * Sends a signal to a process, or to a group where `pid` is negative; Windows has no groups. False where it was not
 * there, or not ours, or where an interrupt would kill.
 */
function signalProcess(pid, signal) {
    if (signal === 'SIGINT' && !canInterrupt())
        return false;
    try {
        return process.kill(process.platform === 'win32' ? Math.abs(pid) : pid, signal);
    }
    catch (error) {
        // Under sudo for one: it is there, and belongs to another user.
        return signal === 0 && error.code === 'EPERM';
    }
}
async function listProcesses() {
    if (process.platform !== 'linux')
        return 'not-known';
    try {
        return (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readdir)('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
    }
    catch {
        return 'not-known';
    }
}
// proc_pid_stat(5): the second field is the program's name in brackets, and may hold spaces and brackets itself.
function readStat(pid) {
    try {
        const text = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(`/proc/${String(pid)}/stat`, 'utf8');
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        const [state, groupId, startTime] = [fields[0], fields[2], fields[19]];
        if (state === undefined || groupId === undefined || startTime === undefined)
            return undefined;
        return { state, groupId: Number(groupId), startTime };
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 1649:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Tk: () => (/* binding */ createRecorder),
/* harmony export */   iq: () => (/* binding */ layTombstone),
/* harmony export */   lR: () => (/* binding */ readRunRecord)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);


const recordName = 'record.json';
const tombstoneName = 'tombstone';
/** Synchronous: what follows a note must find it written. Without a record the post step would call nothing off. */
function createRecorder(folder, first) {
    let record = first;
    const write = () => {
        const next = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, `${recordName}.next`);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(next, JSON.stringify(record), { mode: 0o600 });
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.renameSync)(next, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, recordName));
    };
    const note = (facts) => {
        record = { ...record, ...facts };
        try {
            write();
        }
        catch {
            // A full disk: what runs goes on, and the post step knows less of it.
        }
    };
    note({});
    return {
        begin(terraform, secrets) {
            record = { ...record, terraform, secrets };
            write();
        },
        note,
        noteTerraform(facts) {
            if (record.terraform !== undefined)
                note({ terraform: { ...record.terraform, ...facts } });
        },
        isCalledOff: () => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, tombstoneName)),
    };
}
/** undefined where main was ended before it wrote one, or could not; then it has started no `plan` or `apply`. */
function readRunRecord(folder) {
    try {
        return JSON.parse((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, recordName), 'utf8'));
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
}
/** From now on main starts nothing any more (`isCalledOff`). */
function layTombstone(folder) {
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, tombstoneName), '', { mode: 0o600 });
}


/***/ }),

/***/ 3313:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ saveState),
/* harmony export */   r: () => (/* binding */ readSavedState)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);


/**
 * Hands the state to the post step. One write, since the runner reads the file of a killed step too and fails at half
 * a record; and not through @actions/core, whose loading would delay the start of Terraform.
 */
async function saveState(env, state) {
    const file = env['GITHUB_STATE'];
    if (file === undefined || file === '')
        return;
    const delimiter = `lockstep_${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()}`;
    const records = Object.entries({ token: state.token, 'run-directory': state.runDirectory });
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.appendFile)(file, records.map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`).join(''));
}
/** What `saveState` has saved, as the runner gives it to the post step. */
function readSavedState(env) {
    const { STATE_token: token, 'STATE_run-directory': runDirectory } = env;
    return token === undefined || runDirectory === undefined ? undefined : { token, runDirectory };
}


/***/ }),

/***/ 4233:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   m: () => (/* binding */ systemClock),
/* harmony export */   v: () => (/* binding */ systemRandom)
/* harmony export */ });
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(8500);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_timers_promises__WEBPACK_IMPORTED_MODULE_0__);

const systemClock = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    async sleep(ms, signal) {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_0__.setTimeout)(ms, undefined, signal === undefined ? {} : { signal });
        }
        catch {
            // Aborted: whoever waits looks at the signal itself.
        }
    },
};
const systemRandom = () => Math.random();


/***/ })

};
