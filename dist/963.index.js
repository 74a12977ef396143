export const id = 963;
export const ids = [963];
export const modules = {

/***/ 74963:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  drift: () => (/* binding */ drift)
});

// EXTERNAL MODULE: ./src/report/counts.ts
var report_counts = __webpack_require__(65132);
// EXTERNAL MODULE: ./src/commands/check-concurrency.ts + 2 modules
var check_concurrency = __webpack_require__(44620);
// EXTERNAL MODULE: ./src/commands/credentials.ts
var credentials = __webpack_require__(14096);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/github/client.ts
var client = __webpack_require__(96584);
;// CONCATENATED MODULE: ./src/plan/judge-issue.ts
/**
 * What to do with the issue. `issue` undefined: there is none. `found`: stands for what differs; undefined: nothing.
 * Who closes it as not planned, or as a duplicate, wants it quiet until nothing differs any more.
 */
function judgeIssue(issue, found) {
    const told = issue?.told;
    if (found === undefined) {
        if (issue === undefined || told === undefined)
            return { kind: 'nothing' };
        return { kind: issue.isOpen ? 'close' : 'update' };
    }
    if (issue === undefined)
        return { kind: 'open' };
    if (issue.isOpen) {
        if (told === found)
            return { kind: 'update' };
        return { kind: 'update', news: told === undefined ? 'again' : 'changed' };
    }
    if (told === undefined)
        return { kind: 'reopen', news: 'again' };
    return isQuiet(issue) ? { kind: 'update' } : { kind: 'reopen', news: 'still' };
}
function isQuiet({ reason }) {
    return reason === 'not_planned' || reason === 'duplicate';
}

// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
// EXTERNAL MODULE: ./src/commands/on-github.ts + 5 modules
var on_github = __webpack_require__(44358);
// EXTERNAL MODULE: ./src/commands/prepare.ts
var prepare = __webpack_require__(38357);
;// CONCATENATED MODULE: ./src/commands/keep-issue.ts






/** By which people find all of them; GitHub makes a label that is not there yet. */
const label = 'lockstep-drift';
/** Opens, updates or closes the issue of the state. That this is not possible is a warning: what differs is told elsewhere. */
async function keepIssue(deps, journey, found) {
    const { log, cancelled } = deps;
    const otherCode = describeOtherCode(deps);
    if (otherCode !== undefined) {
        log.say(`No issue is opened or changed: ${otherCode}.`);
        return;
    }
    if (deps.github === undefined) {
        const reason = deps.inputs.githubToken === undefined ? 'the input "github-token" is empty' : 'this is not GitHub';
        (0,prepare/* warn */.R8)(deps, journey, `There is no issue about the drift, since ${reason}. ${instead}`);
        return;
    }
    try {
        await writeIssue(deps, journey, found);
    }
    catch (error) {
        if (!cancelled.aborted)
            (0,prepare/* warn */.R8)(deps, journey, describeFailure(error));
    }
}
async function writeIssue(deps, journey, { hasChanges, counts }) {
    const { inputs, env, clock, log, github, cancelled } = deps;
    if (github === undefined)
        return;
    // Loaded only here: no other command has an issue.
    const [{ createIssues }, { renderDriftIssue }, { parseDriftIssue }] = await Promise.all([
        __webpack_require__.e(/* import() */ 39).then(__webpack_require__.bind(__webpack_require__, 65039)),
        __webpack_require__.e(/* import() */ 899).then(__webpack_require__.bind(__webpack_require__, 87899)),
        __webpack_require__.e(/* import() */ 344).then(__webpack_require__.bind(__webpack_require__, 23344)),
    ]);
    const key = { stateAddress: journey.stateAddress, commentKey: inputs.commentKey };
    const text = renderDriftIssue({
        ...{ key, counts, isRefreshOnly: inputs.refreshOnly, run: (0,on_github/* ownRunOf */.t8)(deps) },
        plan: hasChanges ? await journey.viewPlan?.() : undefined,
        now: clock.now(),
        sensitive: journey.sensitive,
    });
    const issues = createIssues({
        client: github,
        repository: env['GITHUB_REPOSITORY'] ?? '',
        carriesMarker: (body) => parseDriftIssue(body, key) !== undefined,
        cancelled,
    });
    const issue = await issues.find();
    const told = issue === undefined ? undefined : parseDriftIssue(issue.body, key)?.told;
    const step = judgeIssue(issue === undefined ? undefined : { ...issue, told }, text.found);
    const end = await carryOut(issues, issue, step, text);
    if (end === undefined)
        return;
    const { number, url } = end.written;
    journey.issue = { number, url, what: end.what };
    log.say(`Issue ${String(number)} ${end.what}: ${url}`);
}
async function carryOut(issues, issue, step, { title, body, found, commentOf, bodyOfDuplicate }) {
    if (step.kind === 'nothing')
        return undefined;
    if (step.kind !== 'open' && issue !== undefined) {
        const state = { update: {}, reopen: { state: 'open' }, close: { state: 'closed' } };
        const written = await issues.change(issue, { body, ...state[step.kind] });
        if (written !== undefined) {
            if ('news' in step)
                await issues.comment(written, commentOf(step.news));
            return { written, what: describeStep(step.kind, written) };
        }
        // Somebody has deleted it since.
        if (found === undefined)
            return undefined;
    }
    const written = await issues.create({ title, body, labels: [label], bodyOfDuplicate });
    return { written, what: 'was opened' };
}
function describeStep(kind, { isOpen }) {
    if (kind === 'reopen')
        return 'was opened again';
    if (kind === 'close')
        return 'was closed';
    return isOpen ? 'was brought up to date' : 'was brought up to date, and stays closed';
}
/** Why what was planned is not what the default branch says: then an issue would tell of a change that nobody has merged. */
function describeOtherCode({ event, env }) {
    const { name, pullRequest, payload } = event;
    if (pullRequest !== undefined || name.startsWith('pull_request') || name === 'merge_group')
        return 'a pull request differs from the default branch by intent';
    const { default_branch: branch } = (payload['repository'] ?? {});
    const ref = env['GITHUB_REF'] ?? '';
    if (typeof branch !== 'string' || ref === '' || ref === `refs/heads/${branch}`)
        return undefined;
    return `this run is one of ${(0,plain_text/* plainLine */.h0)(ref)}, and the default branch is ${(0,plain_text/* plainLine */.h0)(branch)}`;
}
const instead = 'What differs stands in the job summary.';
function describeFailure(error) {
    const what = 'The issue about the drift could not be written:';
    const status = (0,client/* statusOfError */.mW)(error);
    if (status === 410)
        return `${what} issues are switched off in the settings of this repository. ${instead}`;
    if ((0,client/* isRefusal */.vu)(error) && (status === 403 || status === 404))
        return `${what} GitHub refused it. Give the job the permission "issues: write". ${instead}`;
    return `${what} ${(0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error), 500).replace(/\.$/, '')}. ${instead}`;
}

// EXTERNAL MODULE: ./src/commands/make-plan.ts
var make_plan = __webpack_require__(91276);
// EXTERNAL MODULE: ./src/lock/turn.ts
var lock_turn = __webpack_require__(56468);
// EXTERNAL MODULE: ./src/plan/plan-archive.ts
var plan_archive = __webpack_require__(9643);
// EXTERNAL MODULE: ./src/retry/deadline.ts
var retry_deadline = __webpack_require__(54420);
// EXTERNAL MODULE: ./src/runner/files.ts
var files = __webpack_require__(40869);
// EXTERNAL MODULE: ./src/terraform/stored-state.ts
var stored_state = __webpack_require__(6701);
// EXTERNAL MODULE: ./src/commands/take-turn.ts
var take_turn = __webpack_require__(92623);
;// CONCATENATED MODULE: ./src/commands/plan-unlocked.ts








const maxTries = 3;
/**
 * Plans without a lock. While somebody writes the state, what they are about to do looks like drift, so a plan with
 * something to tell counts only if nobody held the lock before and after it, and the state is the one that was planned
 * on. Else it is contention, or the state has moved on and is planned once more.
 */
async function planWithoutLock(deps, journey, prepared) {
    const { clock, log, cancelled } = deps;
    const backend = withoutPlanners(prepared.backend);
    const deadline = (0,retry_deadline/* startDeadline */.d)(clock, (0,credentials/* waitLimitMs */.Bb)(deps, 'plan'));
    const turn = (0,lock_turn/* createTurn */.C)(undefined, clock, () => undefined);
    let reading;
    for (let tries = 1;; tries += 1) {
        const inTheWay = await (0,take_turn/* waitForTurn */.qg)(deps, journey, backend, deadline, turn, reading);
        if (inTheWay !== undefined)
            return { kind: 'not-run', outcome: inTheWay };
        const ran = await (0,make_plan/* runPlan */.F)(deps, journey, prepared);
        if (ran.kind === 'not-run' || ran.run.exitCode === 0 || cancelled.aborted)
            return ran;
        reading = await backend.lock.read(cancelled);
        if (reading.kind !== 'held') {
            if (!(await hasMoved(deps, prepared, ran.planFile)))
                return ran;
            if (tries >= maxTries)
                return { kind: 'not-run', outcome: movedOutcome(deps, tries) };
            reading = undefined;
        }
        log.say('Somebody was writing the state meanwhile, so what was planned does not count.');
    }
}
/** A plan holds the lock and writes nothing. */
function withoutPlanners(backend) {
    const read = async (signal) => {
        const reading = await backend.lock.read(signal);
        const isPlanner = reading.kind === 'held' && reading.holder.operation === 'OperationTypePlan';
        return isPlanner ? { kind: 'free' } : reading;
    };
    return { ...backend, lock: { ...backend.lock, read } };
}
/** `false` also where that is not known: a state that can't be read twice is no sign of somebody else. */
async function hasMoved({ clock, log }, { terraform, workspaceVariable }, planFile) {
    const planned = (0,plan_archive/* parsePlanArchive */.L)(await (0,files/* readBytes */.io)(planFile))?.state;
    if (planned === undefined)
        return false;
    const pull = await (0,stored_state/* createStoredState */.z)(terraform, workspaceVariable, clock).pull();
    if (pull.kind === 'failed') {
        log.debug(`Whether the state has moved meanwhile is not known: ${pull.reason}.`);
        return false;
    }
    const { serial, lineage } = pull.state ?? { serial: 0, lineage: '' };
    return planned.serial !== serial || planned.lineage !== lineage;
}
function movedOutcome({ inputs }, tries) {
    return {
        kind: 'contended',
        holder: undefined,
        isNeutral: inputs.onContention === 'neutral',
        message: `Somebody has written the state each time while it was planned, ${String(tries)} times in a row.`,
    };
}

// EXTERNAL MODULE: ./src/commands/require-trust.ts + 3 modules
var require_trust = __webpack_require__(67204);
;// CONCATENATED MODULE: ./src/commands/drift.ts








/**
 * Plans, and keeps one issue about what differs from the state. Nothing is stored: such a plan is never applied. Without
 * a plan, by contention or a failure, nothing is known, and the issue stays as it is.
 */
async function drift(deps, journey) {
    const { inputs, log } = deps;
    (0,credentials/* warnOfEndedCredentials */.SX)(deps, journey);
    await (0,require_trust/* requireTrust */.a)(deps, 'plan');
    const prepared = await (0,prepare/* prepare */.iA)(deps, journey);
    if (inputs.lock) {
        (0,prepare/* requireLocking */.$R)(deps, journey, prepared);
        await (0,check_concurrency/* checkConcurrency */.w)(deps, journey);
    }
    const ran = await (inputs.lock ? make_plan/* runPlan */.F : planWithoutLock)(deps, journey, prepared);
    if (ran.kind === 'not-run')
        return ran.outcome;
    const made = await (0,make_plan/* readPlan */.m)(deps, journey, prepared, ran);
    if (made.kind === 'failed')
        return made.outcome;
    const { hasChanges, counts } = made;
    log.say(hasChanges ? `Drift: ${(0,report_counts/* renderDrift */.i)(counts)}.` : 'No drift.');
    await keepIssue(deps, journey, { hasChanges, counts });
    return { kind: 'drift-looked-for', hasChanges, counts, failsOnDrift: inputs.failOnDrift };
}


/***/ })

};
