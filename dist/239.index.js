export const id = 239;
export const ids = [239];
export const modules = {

/***/ 1239:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  settleAndReport: () => (/* binding */ settleAndReport)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
// EXTERNAL MODULE: ./src/backend/resolve.ts + 12 modules
var resolve = __webpack_require__(3453);
// EXTERNAL MODULE: ./src/commands/on-github.ts + 9 modules
var on_github = __webpack_require__(9267);
// EXTERNAL MODULE: ./src/commands/outcome.ts
var commands_outcome = __webpack_require__(8786);
// EXTERNAL MODULE: ./src/commands/report.ts
var report = __webpack_require__(8938);
// EXTERNAL MODULE: ./src/lock/annotation.ts
var annotation = __webpack_require__(7198);
// EXTERNAL MODULE: ./src/plan/changes.ts
var changes = __webpack_require__(1766);
;// CONCATENATED MODULE: ./src/plan/resource-log.ts
const CHANGES = ['create', 'update', 'delete'];
/** Keeps one record for each change of an instance, and none for a refresh or the read of a data source. */
function resource_log_createResourceLog() {
    const records = new Set();
    const underWay = new Map();
    const begin = (record) => {
        records.add(record);
        underWay.set(record.address, [...(underWay.get(record.address) ?? []), record]);
    };
    // Terraform 1.11 tells no deposed key: where two objects of one address are at work at once, nothing says whose
    // event this is (hook_json.go keeps one per address, and gives the second a `noop`), and both stay under way.
    const find = (address, action) => {
        const candidates = underWay.get(address) ?? [];
        const matching = candidates.filter((record) => record.action === action);
        const found = matching.length > 0 ? matching : candidates;
        return found.length === 1 ? found[0] : undefined;
    };
    const end = (record, progress) => {
        if (record === undefined)
            return;
        record.progress = progress;
        const rest = (underWay.get(record.address) ?? []).filter((other) => other !== record);
        if (rest.length === 0)
            underWay.delete(record.address);
        else
            underWay.set(record.address, rest);
    };
    return {
        add(line) {
            if (line.kind === 'text')
                return;
            const hook = objectOf(line.body['hook']);
            const subject = subjectOf(hook['resource']) ?? subjectOf(hook['action']);
            if (subject === undefined)
                return;
            const { address } = subject;
            const action = hook['action'];
            const started = (as) => ({
                ...subject,
                action: as,
                progress: 'under-way',
                provisionerSeen: false,
                id: idOf(hook),
            });
            switch (line.type) {
                case 'apply_start':
                    if (CHANGES.includes(action))
                        begin(started(action));
                    break;
                case 'apply_complete': {
                    const record = find(address, action);
                    if (record !== undefined)
                        record.id = idOf(hook) ?? record.id;
                    end(record, 'complete');
                    break;
                }
                case 'apply_errored':
                    end(find(address, action), 'errored');
                    break;
                case 'provision_start': {
                    const record = find(address);
                    if (record !== undefined)
                        record.provisionerSeen = true;
                    break;
                }
                case 'ephemeral_op_start':
                    if (action === 'open')
                        begin(started('open'));
                    break;
                case 'ephemeral_op_complete':
                    if (action === 'close')
                        drop(find(address, 'open'));
                    break;
                case 'ephemeral_op_errored':
                    if (action === 'open')
                        drop(find(address, 'open'));
                    break;
                case 'action_start':
                    begin(started('invoke'));
                    break;
                case 'action_complete':
                    drop(find(address, 'invoke'));
                    break;
                case 'action_errored':
                    end(find(address, 'invoke'), 'errored');
                    break;
            }
        },
        records: () => [...records].map((record) => ({ ...record })),
    };
    function drop(record) {
        if (record === undefined)
            return;
        end(record, 'complete');
        records.delete(record);
    }
}
/** `resource` of a hook, or `action` where it is the one that Terraform 1.14 invokes. */
function subjectOf(value) {
    const fields = objectOf(value);
    const { addr } = fields;
    if (typeof addr !== 'string')
        return undefined;
    const text = (name) => (typeof fields[name] === 'string' ? fields[name] : '');
    const key = fields['resource_key'];
    return {
        address: addr,
        place: {
            module: text('module'),
            type: text('resource_type'),
            name: text('resource_name'),
            key: typeof key === 'string' || typeof key === 'number' ? key : null,
        },
        impliedProvider: text('implied_provider'),
    };
}
// A start may tell `tags.Name` too, which is no ID.
function idOf({ id_key: key, id_value: value }) {
    if ((key !== 'id' && key !== 'name') || typeof value !== 'string' || value === '')
        return undefined;
    return { key, value };
}
function objectOf(value) {
    return typeof value === 'object' && value !== null ? value : {};
}

// EXTERNAL MODULE: ./src/plan/run-facts.ts
var run_facts = __webpack_require__(5328);
;// CONCATENATED MODULE: ./src/plan/state-objects.ts
/**
 * The managed resources of a state in the format 4 of Terraform and OpenTofu, as it is stored and as
 * `terraform state pull` gives it. An empty text is the state that was never written. Returns undefined for what is no
 * such state: one that OpenTofu has encrypted, say.
 */
function parseStateObjects(text) {
    const resources = text.trim() === '' ? [] : resourcesOf(text);
    if (resources === undefined)
        return undefined;
    const places = new Map();
    const ids = new Set();
    for (const resource of resources.filter(({ mode }) => mode === 'managed')) {
        for (const instance of resource.instances ?? []) {
            const { module = '', type, name } = resource;
            const place = keyOf({ module, type, name, key: instance.index_key ?? null });
            const object = { isDeposed: instance.deposed !== undefined, id: state_objects_idOf(instance) };
            const others = places.get(place) ?? [];
            places.set(place, object.isDeposed ? [...others, object] : [object, ...others]);
            if (object.id !== undefined)
                ids.add(JSON.stringify([type, object.id.key, object.id.value]));
        }
    }
    return {
        at: (place) => places.get(keyOf(place)) ?? [],
        has: (type, { key, value }) => ids.has(JSON.stringify([type, key, value])),
    };
}
function resourcesOf(text) {
    try {
        const state = JSON.parse(text);
        if (state.version !== 4 || !Array.isArray(state.resources))
            return undefined;
        return state.resources;
    }
    catch {
        return undefined;
    }
}
// internal/command/format/object_id.go: the same choice, so that what is told can be compared with what is saved.
function state_objects_idOf(instance) {
    const attributes = instance.attributes ?? instance.attributes_flat ?? {};
    const key = 'id' in attributes ? 'id' : 'name';
    const value = attributes[key];
    const isSensitive = instance.sensitive_attributes?.some((path) => path[0]?.value === key) ?? false;
    return typeof value === 'string' && value !== '' && !isSensitive ? { key, value } : undefined;
}
function keyOf({ module, type, name, key }) {
    return JSON.stringify([module, type, name, key]);
}

;// CONCATENATED MODULE: ./src/plan/unsaved.ts



/**
 * `lines`: the `-json` stream of one apply, without line ends; the last may be cut off. `state`: the text of the state
 * as it is saved now (the object of the backend, or `terraform state pull`); empty where none was written yet,
 * undefined where it could not be read. A text that is no state counts as one that could not be read.
 */
function recoveryFromStream(lines, state) {
    const log = createResourceLog();
    for (const line of lines)
        log.add(parseStreamLine(line));
    return recoveryFromLog(log, state);
}
/** The same for a stream that was followed line by line, which need not be in memory. */
function recoveryFromLog(log, state) {
    const objects = state === undefined ? undefined : parseStateObjects(state);
    const records = log.records();
    const byAddress = Map.groupBy(records, ({ address }) => address);
    const fates = records.map((record) => {
        const done = isDone(record) ? 'unsaved' : 'unknown';
        const [verdict, inState, object] = objects === undefined
            ? [done, 'not-read']
            : judge(record, done, objects, byAddress.get(record.address) ?? []);
        return { ...record, verdict, inState, idInState: object?.id };
    });
    return { fates: fates.sort((a, b) => rankOf(a) - rankOf(b)), isStateRead: objects !== undefined };
}
/** `done`: the verdict where the state shows nothing of it. `ofAddress`: all that was done at its address. */
function judge(record, done, state, ofAddress) {
    const { action, id, place } = record;
    const objects = state.at(place);
    const [first] = objects;
    switch (action) {
        case 'create':
            if (first === undefined)
                return [done, 'nothing'];
            if (id === undefined)
                return judgeUntold(first, done, ofAddress);
            if (objects.some((object) => isSame(object.id, id)))
                return ['saved', 'this-object'];
            return objects.every((object) => object.id !== undefined)
                ? [done, 'other-object', first]
                : ['unknown', 'some-object', first];
        case 'update':
            if (id === undefined || state.has(place.type, id))
                return [done, 'this-object'];
            // The same apply has imported it, so its import is in the configuration.
            return [done, first === undefined ? 'nothing' : 'some-object', first];
        case 'delete': {
            // What takes the place of a thing that has a name for an ID has the same.
            const isReplaced = ofAddress.some((other) => other.action === 'create' && isSame(other.id, id));
            if (isReplaced)
                return ['saved', 'other-object'];
            if (id !== undefined && state.has(place.type, id))
                return [done, 'this-object'];
            const isComparable = id !== undefined && objects.every((object) => object.id !== undefined);
            return isComparable || first === undefined ? ['saved', 'nothing'] : ['unknown', 'some-object', first];
        }
        case 'open':
        case 'invoke':
            return ['unknown', 'nothing'];
    }
}
/** Of a creation whose ID was not told: whether what the state has there is this object or the one before it. */
function judgeUntold(first, done, ofAddress) {
    const old = ofAddress.filter(({ action }) => action === 'delete');
    // A deposed object is older than what takes its place.
    if (first.isDeposed || old.some(({ id }) => isSame(first.id, id)))
        return [done, 'other-object', first];
    // One that is destroyed before its replacement is made was told by then; of the other order there is no sign.
    const isNewer = first.id !== undefined && old.length > 0 && old.every(({ id }) => id !== undefined);
    return isNewer ? ['saved', 'this-object'] : ['unknown', 'some-object', first];
}
/** A provisioner runs when its resource is made, and before it is destroyed. */
function isDone({ action, progress, provisionerSeen }) {
    return progress === 'complete' || (action === 'create' && provisionerSeen);
}
function isSame(a, b) {
    return a !== undefined && b !== undefined && a.key === b.key && a.value === b.value;
}
const VERDICTS = ['unsaved', 'unknown', 'saved'];
const ACTIONS = ['create', 'update', 'delete'];
function rankOf({ action, verdict }) {
    const rank = verdict === 'saved' || !ACTIONS.includes(action) ? ACTIONS.length : ACTIONS.indexOf(action);
    return rank * VERDICTS.length + VERDICTS.indexOf(verdict);
}

// EXTERNAL MODULE: ./src/report/stream-view.ts
var stream_view = __webpack_require__(1744);
// EXTERNAL MODULE: ./src/retry/deadline.ts
var retry_deadline = __webpack_require__(4420);
// EXTERNAL MODULE: ./src/runner/files.ts
var files = __webpack_require__(869);
// EXTERNAL MODULE: ./src/terraform/follow-run.ts + 1 modules
var follow_run = __webpack_require__(7807);
// EXTERNAL MODULE: ./src/terraform/stored-state.ts
var stored_state = __webpack_require__(6701);
// EXTERNAL MODULE: ./src/commands/annotate-lock.ts
var annotate_lock = __webpack_require__(7554);
// EXTERNAL MODULE: ./src/retry/duration.ts
var duration = __webpack_require__(7100);
;// CONCATENATED MODULE: ./src/commands/await-terraform.ts


const lookAgainAfterMs = 200;
const killWithinMs = 5_000;
const restWithinMs = 3_000;
/**
 * Waits until a Terraform that main has left behind has ended, and what it started; asks it once to stop. When the time
 * is over, what has changed nothing is killed, and an apply at work goes on (lock rule 7).
 */
async function awaitTerraform(deps, options) {
    const { clock, log, processes } = deps;
    const { terraform, isScript, graceMs } = options;
    const start = clock.monotonic();
    const { promise: ended, resolve: stopReading } = Promise.withResolvers();
    const followed = (0,follow_run/* followRun */.R)(terraform.outputFile, { ...deps, ended });
    const isNothingApplied = async () => terraform.operation === 'plan' || !(await followed.latestFacts()).resourceEventSeen;
    let isInterrupted = terraform.isInterrupted === true;
    let isKilled = false;
    const isAtWork = async () => {
        const { process } = terraform;
        if (process === undefined)
            return (await findProcesses(processes)).length > 0;
        return processes.isAlive(process) || (isScript && (await processes.isGroupLeft(process.pid)) === true);
    };
    const interrupt = async () => {
        isInterrupted = true;
        if ((await followed.latestFacts()).interruptSeen)
            return;
        // Main was killed between its start and the note of its number; it is the one that leads its group.
        const leaders = (await findProcesses(processes)).filter((pid) => processes.leadsGroup(pid));
        const targets = terraform.process === undefined ? leaders : [terraform.process.pid];
        const asked = targets.filter((pid) => processes.signal(isScript ? -pid : pid, 'SIGINT'));
        if (asked.length > 0)
            log.say('Asked Terraform to stop.');
    };
    try {
        for (let isTold = false; await isAtWork(); isTold = true) {
            const waited = clock.monotonic() - start;
            const left = (0,duration/* renderDuration */.P)(Math.max(0, graceMs - waited));
            if (!isTold)
                log.say(`Terraform is still at work; it has ${left} to end in order.`);
            if (!isInterrupted && waited >= options.interruptAfterMs)
                await interrupt();
            if (waited < graceMs) {
                await clock.sleep(lookAgainAfterMs);
                continue;
            }
            if (!(await isNothingApplied()))
                return { end: 'at-work', facts: followed.facts(), emergencyState: undefined };
            log.say('The time given to Terraform is over. It has changed nothing, so it is ended now.');
            isKilled = true;
            if (terraform.process !== undefined)
                processes.signal(-terraform.process.pid, 'SIGKILL');
            await endProcesses(deps);
            break;
        }
        stopReading(undefined);
        const emergencyState = await followed.done;
        await waitForRest(deps);
        // A provider outlives a Terraform that was killed, and would keep the lock from being removed.
        if (await isNothingApplied())
            await endProcesses(deps);
        return { end: isKilled ? 'killed' : 'ended', facts: followed.facts(), emergencyState };
    }
    finally {
        stopReading(undefined);
        await followed.done.catch(() => undefined);
    }
}
/** What Terraform has started mostly ends with it, or soon after. */
async function waitForRest({ clock, processes, }) {
    const end = clock.monotonic() + restWithinMs;
    while ((await findProcesses(processes)).length > 0 && clock.monotonic() < end) {
        await clock.sleep(lookAgainAfterMs);
    }
}
/** SIGKILLs what carries the run's token, as the runner does at the end of a job. Returns how many there were. */
async function endProcesses({ clock, processes, }) {
    const end = clock.monotonic() + killWithinMs;
    const ended = new Set();
    for (;;) {
        const found = await findProcesses(processes);
        if (found.length === 0 || clock.monotonic() >= end)
            return ended.size;
        for (const pid of found) {
            processes.signal(pid, 'SIGKILL');
            ended.add(pid);
        }
        await clock.sleep(50);
    }
}
async function findProcesses(processes) {
    const found = await processes.find();
    return found === 'not-known' ? [] : found;
}

// EXTERNAL MODULE: ./src/lock/core-log.ts
var core_log = __webpack_require__(4007);
;// CONCATENATED MODULE: ./src/commands/findings.ts



/** What was found, as the end of the run. */
function settlementOf({ terraform: { operation } }, { run, coreLog = core_log/* noCoreLogFacts */.U, rescue, lock, resources }) {
    const hasBegun = run?.facts.resourceEventSeen ?? resources.records().length > 0;
    const isLacking = run === undefined ? hasBegun : run.facts.stateNotSaved || (0,run_facts/* isCutOff */.o7)(operation, run.facts, coreLog);
    return {
        end: run === undefined || lock === undefined ? 'late' : run.end,
        hasChanged: operation === 'apply' && hasBegun,
        isUnsaved: operation === 'apply' && rescue === undefined && isLacking,
        lock: lock ?? { kind: 'unnamed' },
        rescue,
    };
}
/** Tells what was found, without a request: whoever has not answered by now will not. */
function settlementByNow(journey, unsettled, findings) {
    const settlement = settlementOf(unsettled, findings);
    const { isUnsaved } = settlement;
    const { attempted, unlocked } = findings.coreLog ?? core_log/* noCoreLogFacts */.U;
    const lockId = attempted.findLast((id) => !unlocked.includes(id));
    const notSeen = {
        ...{ kind: 'left', holder: undefined, lockId, isUnsaved },
        reason: 'the time that the end of a job leaves was over before it was looked at',
    };
    const lock = findings.lock ?? (lockId === undefined ? settlement.lock : notSeen);
    if (lock.kind === 'left')
        journey.leftLock = lock;
    if (isUnsaved)
        journey.recovery ??= recoveryFromLog(findings.resources, undefined);
    return { ...settlement, lock };
}

// EXTERNAL MODULE: ./src/commands/exit-look.ts
var exit_look = __webpack_require__(8282);
// EXTERNAL MODULE: ./src/commands/redact.ts + 1 modules
var commands_redact = __webpack_require__(3765);
// EXTERNAL MODULE: ./src/commands/rescue-state.ts
var rescue_state = __webpack_require__(1565);
;// CONCATENATED MODULE: ./src/commands/settle.ts
















/** Without a cancel nobody is in a hurry: a Terraform that is about to end gets no order to stop. */
const interruptAfterMs = 10_000;
/** After the cancel, with room for the report: the runner ends the step at 4 min 45 s. */
const endsAfterMs = 240_000;
const reportsAfterMs = 250_000;
const cancelledJobLastsMs = 285_000;
const settle_lookAgainAfterMs = 5_000;
const maxRescueMs = 60_000;
/** What of a rescue may still be under way (105 s), and a look at the lock. */
const afterRescueMs = 130_000;
/** A request to a store that does not answer, and the pause before it. */
const lookTakesMs = 25_000;
/** As `settle`; what takes longer than the runner leaves is told as it is known by then. */
async function settleInTime(deps, journey, unsettled) {
    const { clock } = deps;
    const findings = { resources: resource_log_createResourceLog() };
    const over = new AbortController();
    const leftMs = Math.max(0, reportsAfterMs - timeSinceCancel(unsettled.record, clock.now()));
    try {
        return await Promise.race([
            settle(deps, journey, unsettled, findings),
            clock.sleep(leftMs, over.signal).then(() => settlementByNow(journey, unsettled, findings)),
        ]);
    }
    finally {
        over.abort();
    }
}
/** Waits for the Terraform that main has left, and sees to its lock and its state (lock rules 5 to 7). */
async function settle(deps, journey, unsettled, findings = { resources: resource_log_createResourceLog() }) {
    const { clock } = deps;
    const { record, terraform } = unsettled;
    const sinceCancelMs = timeSinceCancel(record, clock.now());
    const deadline = (0,retry_deadline/* startDeadline */.d)(clock, endsAfterMs - sinceCancelMs);
    journey.seenLockId = terraform.seenLockId;
    const run = await waitForEnd(deps, journey, unsettled, findings.resources, sinceCancelMs);
    findings.run = run;
    const { facts } = run;
    if (terraform.operation === 'apply') {
        journey.counts = (0,changes/* withSummary */.lp)({ ...changes/* noChanges */.rw, ...facts.completed }, facts.applied);
        journey.isPlanVoid = facts.resourceEventSeen;
    }
    const coreLog = await (0,follow_run/* readCoreLog */.A)(terraform.logFile, terraform.lockPath);
    findings.coreLog = coreLog;
    if (run.end !== 'at-work') {
        (0,commands_redact/* tellDiagnostics */.gm)(deps, journey, facts.diagnostics, true);
        const rescue = await rescueUnsaved(deps, unsettled, findings, deadline);
        findings.rescue = rescue;
        if (rescue !== undefined)
            journey.erroredState = rescue.kind === 'kept' ? rescue.where : undefined;
        const isSaved = rescue?.kind === 'pushed';
        const judged = { coreLog, facts: isSaved ? { ...facts, stateNotSaved: false } : facts };
        findings.lock = await lookUntilKnown(deps, journey, unsettled, judged, rescue, deadline);
    }
    else {
        findings.lock = await lookAtWork(deps, unsettled, coreLog);
    }
    const { lock } = findings;
    const settlement = settlementOf(unsettled, findings);
    if (lock.kind === 'left')
        journey.leftLock = lock;
    if (settlement.isUnsaved || (lock.kind === 'left' && lock.isUnsaved)) {
        if (lock.kind === 'left' && run.end !== 'at-work')
            await markLock(deps, run, lock);
        journey.recovery = recoveryFromLog(findings.resources, await pullState(deps, unsettled));
    }
    // What a killed Terraform has started is at work for nobody.
    if (lock.kind === 'left' && run.end !== 'at-work')
        await endProcesses(deps);
    return settlement;
}
/**
 * 0 where no job's cancel has begun. A step's timeout signals main as a cancel does, and later steps run before the
 * post step: what came longer ago than a cancelled job lasts was one.
 */
function timeSinceCancel({ cancelledAt }, now) {
    const since = cancelledAt === undefined ? 0 : Math.max(0, now - cancelledAt);
    return since > cancelledJobLastsMs ? 0 : since;
}
async function waitForEnd(deps, journey, { record, place, terraform }, resources, sinceCancelMs) {
    const { log, inputs } = deps;
    const view = (0,stream_view/* createStreamView */.k)({ showPlannedChanges: true });
    const redact = (0,commands_redact/* redactionOf */.Zx)(journey, true);
    const isShown = record.isReported !== true;
    if (isShown)
        log.startGroup('The output of Terraform, from its start');
    try {
        return await awaitTerraform({
            ...deps,
            onLine: (line) => {
                resources.add(line);
                const text = isShown ? view.show(line) : undefined;
                if (text !== undefined)
                    log.lines(redact(text));
            },
        }, {
            terraform,
            isScript: place.executable.isScript,
            graceMs: Math.max(0, inputs.cancelGraceMs - sinceCancelMs),
            interruptAfterMs: record.cancelledAt === undefined ? interruptAfterMs : 0,
        });
    }
    finally {
        if (isShown)
            log.endGroup();
    }
}
/** Pushes the state that Terraform could not save, or keeps it; the lock that it may still have stays until then. */
async function rescueUnsaved(deps, { place, terraform }, findings, deadline) {
    if (terraform.operation === 'plan')
        return undefined;
    const written = (0,external_node_path_.join)(deps.inputs.workingDirectory, 'errored.tfstate');
    const isFresh = (await (0,files/* modifiedAt */.L4)(written)) >= terraform.startedAt;
    const file = findings.run?.emergencyState ?? (isFresh ? written : undefined);
    if (file === undefined)
        return undefined;
    const reason = 'the time that the end of a job leaves was over before that was done';
    findings.rescue = { kind: 'left', file, reason, isMarked: false };
    const reading = await deps.backend.lock.read();
    const ownLock = reading.kind === 'held' && findings.coreLog?.attempted.includes(reading.holder.lockId);
    const budgetMs = Math.min(maxRescueMs, Math.max(0, deadline.remainingMs() - afterRescueMs));
    const parts = { ...deps, workspaceVariable: place.workspaceVariable };
    return await (0,rescue_state/* rescueState */.T)(parts, file, { ownLock: ownLock === true, budgetMs });
}
/** A store that did not answer main may answer now, or in a while. */
async function lookUntilKnown(deps, journey, { record, terraform }, told, rescue, deadline) {
    const { backend, processes, clock } = deps;
    const { process, operation, startedAt, lockPath } = terraform;
    if (lockPath === undefined)
        return { kind: operation === 'plan' ? 'given-back' : 'unnamed' };
    const isGroupGone = async () => process === undefined || (await processes.isGroupLeft(process.pid)) !== true;
    const lookOnce = async () => {
        const run = { ...told, startedAt, groupIsGone: await isGroupGone() };
        return await (0,exit_look/* lookAtLock */.Ub)(deps, journey, backend, operation, run);
    };
    for (;;) {
        let look = await lookOnce();
        // What a Terraform that is over has left at work keeps the lock, which protects nothing any more.
        if (look.end.kind === 'left' && !look.end.isUnsaved && !isTransient(look)) {
            if ((await endProcesses(deps)) > 0)
                look = await lookOnce();
        }
        if (!isTransient(look) || deadline.remainingMs() < lookTakesMs) {
            await (0,exit_look/* recoverOwnLock */.I6)(deps, journey, backend, look.reading, record.ownLockIds ?? []);
            return rescue === undefined || look.end.kind === 'left' ? look.end : endOfRescue(rescue, look);
        }
        await clock.sleep(settle_lookAgainAfterMs);
    }
}
/** Where no Terraform is recorded: removes the lock of a try that was refused, and did nothing, if it is there. */
async function recoverRefused(deps, journey, { ownLockIds = [] }) {
    const { backend } = deps;
    if (ownLockIds.length === 0)
        return;
    await (0,exit_look/* recoverOwnLock */.I6)(deps, journey, backend, await backend.lock.read(), ownLockIds);
}
function isTransient({ reading, end }) {
    return end.kind === 'left' && reading.kind === 'unknown' && reading.transient;
}
/** A push that goes on, or could not unlock, has a lock of its own (internal/command/state_push.go). */
function endOfRescue(rescue, { reading, end }) {
    if (reading.kind !== 'held' || reading.holder.operation !== 'state-push')
        return end;
    const whose = 'a "terraform state push" has it, most likely the one of this job';
    const reason = rescue.kind === 'pushed' ? `${whose}, which could not give it back` : whose;
    return { kind: 'left', holder: reading.holder, evidence: 'none', reason, isUnsaved: false };
}
/** The lock of an apply that is left to finish. */
async function lookAtWork({ backend }, { terraform }, { attempted, unlocked }) {
    const logged = attempted.findLast((id) => !unlocked.includes(id));
    const lockId = logged ?? terraform.seenLockId;
    const reading = terraform.lockPath === undefined ? undefined : await backend.lock.read();
    if (lockId === undefined)
        return { kind: 'unnamed' };
    const holder = reading?.kind === 'held' && reading.holder.lockId === lockId ? reading.holder : undefined;
    return {
        ...{ kind: 'left', holder, lockId, isUnsaved: true },
        ...(logged === undefined ? { evidence: 'seen' } : {}),
        reason: 'Terraform is still changing resources',
    };
}
/** The state as it is saved; undefined where it could not be read in time. Takes no lock. */
async function pullState({ terraform, clock, log }, { place }) {
    const pull = await (0,stored_state/* createStoredState */.z)(terraform, place.workspaceVariable, clock).pull();
    if (pull.kind === 'pulled')
        return pull.text;
    log.debug(`The state could not be read: ${pull.reason}.`);
    return undefined;
}
/** So that whoever meets the lock reads that it protects something (lock rule 6). */
async function markLock({ backend, inputs, ownRun, log }, { facts }, { holder, evidence }) {
    if (!inputs.annotateLock || ownRun === undefined || holder === undefined || evidence === 'none')
        return;
    const { lockId } = holder;
    const obstacle = (0,annotate_lock/* obstacleToAnnotation */._)(backend, facts.version?.engine);
    const end = obstacle === undefined
        ? await backend.lock.annotate(lockId, (0,annotation/* renderAttention */.hY)(ownRun))
        : { kind: 'refused', reason: obstacle };
    if (end.kind !== 'annotated')
        log.debug(`The lock ${lockId} does not say that it needs attention.`);
}

;// CONCATENATED MODULE: ./src/commands/settlement.ts
/**
 * What the post step found, as the end of the run that it is told with. undefined: no Terraform was left, but main was
 * ended before it could tell anything.
 */
function outcomeOfSettlement(settlement, record, journey) {
    const { counts } = journey;
    const sentences = settlement === undefined
        ? [causeOf(record), untold]
        : [
            causeOf(record),
            describeRescue(settlement.rescue),
            describeEnd(settlement),
            describeLock(settlement),
        ];
    const message = sentences.filter((sentence) => sentence !== '').join(' ');
    if (record.cancelledAt !== undefined)
        return { kind: 'cancelled', message, counts };
    const reason = settlement !== undefined && lacksState(settlement) ? 'state-not-saved' : 'terraform-error';
    return { kind: 'failed', reason, message, advice: '', counts };
}
/** Main has told its end already; it is told once more where more is known by now. */
function isNews({ end, lock, rescue, isUnsaved }, record) {
    const isLockTold = lock.kind === 'given-back' || lock.kind === 'unnamed';
    return record.isReported !== true || end !== 'ended' || !isLockTold || rescue !== undefined || isUnsaved;
}
/** Nothing is left for a person to do. */
function isSettled({ end, lock, rescue, isUnsaved }) {
    const isDone = end === 'ended' || end === 'killed';
    return isDone && lock.kind !== 'left' && !isUnsaved && (rescue?.kind ?? 'pushed') === 'pushed';
}
function lacksState({ lock, rescue, isUnsaved }) {
    if (rescue !== undefined)
        return rescue.kind !== 'pushed';
    return isUnsaved || (lock.kind === 'left' && lock.isUnsaved);
}
function describeRescue(rescue) {
    if (rescue === undefined)
        return '';
    if (rescue.kind === 'pushed')
        return 'Terraform could not save its state; it is pushed now.';
    const first = `Terraform could not save its state, and it could not be pushed: ${rescue.reason}.`;
    const place = rescue.kind === 'kept'
        ? `It is kept in ${rescue.where}.`
        : `It lies in ${rescue.file} on this runner, and is lost with it: keep that file.`;
    const marked = rescue.isMarked ? ' Every later apply refuses, and says what to do, until it is pushed.' : '';
    return `${first} ${place}${marked}`;
}
const untold = 'No Terraform was at work any more; what it had done by then stands in its log.';
function causeOf({ cancelledAt, isReported, terraform }) {
    if (cancelledAt !== undefined)
        return 'The job was cancelled.';
    if (terraform === undefined)
        return 'The action was ended before it could tell its end.';
    return isReported === true
        ? 'Terraform did not end in order.'
        : 'The action was ended while Terraform was at work.';
}
function describeEnd({ end, hasChanged, isUnsaved, lock, rescue }) {
    if (end === 'at-work' && hasChanged)
        return atWork;
    if (end === 'late')
        return 'What it left could not be looked at to its end in the time that a cancelled job has; this is what was known by then.';
    if (rescue !== undefined || lock.kind === 'removed' || (lock.kind === 'left' && lock.isUnsaved))
        return '';
    if (isUnsaved)
        return 'Terraform was killed or crashed while it was changing resources, and the state may lack some of them.';
    if (hasChanged)
        return 'Terraform ended in order, and its state is saved.';
    return end === 'killed'
        ? 'Terraform did not end in the time that it was given, and had changed nothing, so it was ended.'
        : 'Terraform has changed nothing.';
}
const atWork = 'Terraform is still changing resources and is left to finish. On a hosted runner it ends with the machine, in a moment, and the state then lacks what it has not saved. This is what it had done so far.';
function describeLock({ end, lock, isUnsaved }) {
    switch (lock.kind) {
        case 'removed':
            return end === 'killed'
                ? 'Terraform did not end in the time that it was given. It had changed nothing, so it was ended, and its lock was removed.'
                : 'Terraform had ended without giving its lock back; nothing was lost with it, so the lock was removed.';
        case 'left':
            if (end === 'at-work')
                return 'Its lock stays until then.';
            return describeLeft(lock);
        case 'unnamed':
        case 'given-back':
            if (end === 'at-work' || end === 'late')
                return '';
            if (isUnsaved)
                return 'No lock is known that protects it: nobody may apply until it is in order.';
            if (lock.kind === 'unnamed')
                return '';
            return 'It has left no lock.';
    }
}
function describeLeft({ holder, evidence, reason, isUnsaved }) {
    const which = evidence === 'none' ? 'A state lock, perhaps of this run,' : 'The state lock';
    const stays = isUnsaved ? 'stays' : 'is left behind';
    return `${which} ${holder === undefined ? 'may be left behind' : stays}, since ${reason}.`;
}

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(3916);
// EXTERNAL MODULE: ./src/report/foreign-text.ts
var foreign_text = __webpack_require__(2792);
// EXTERNAL MODULE: ./src/report/recovery-report.ts + 3 modules
var recovery_report = __webpack_require__(7681);
// EXTERNAL MODULE: ./src/runner/outputs.ts
var outputs = __webpack_require__(7424);
// EXTERNAL MODULE: ./src/runner/own-run.ts
var own_run = __webpack_require__(7298);
// EXTERNAL MODULE: ./src/runner/processes.ts
var runner_processes = __webpack_require__(3447);
// EXTERNAL MODULE: ./src/runner/run-directory.ts
var run_directory = __webpack_require__(2493);
// EXTERNAL MODULE: ./src/runner/secrets.ts
var secrets = __webpack_require__(2995);
// EXTERNAL MODULE: ./src/runner/system.ts
var system = __webpack_require__(4233);
// EXTERNAL MODULE: ./src/runner/workflow-event.ts
var workflow_event = __webpack_require__(1192);
// EXTERNAL MODULE: ./src/terraform/terraform.ts + 3 modules
var terraform_terraform = __webpack_require__(3397);
;// CONCATENATED MODULE: ./src/post-report.ts


















/** Settles what main has left, if anything, and tells it where there is news. Returns how its Terraform ended. */
async function settleAndReport(env, log, { token, runDirectory }, processes, { record, place }) {
    const githubToken = env['INPUT_GITHUB-TOKEN'];
    const inputs = { ...record.inputs, githubToken: githubToken === '' ? undefined : githubToken };
    const { workingDirectory, workspaceRoot, tempDirectory } = inputs;
    const clock = system/* systemClock */.m;
    const emergencyStateFile = (0,external_node_path_.join)(tempDirectory, `lockstep-errored-${token}.tfstate`);
    const backend = (0,resolve/* resolveBackend */.Bm)(place.backendFile, place.workspace, {
        ...{ env, clock, workingDirectory, workspaceRoot },
    });
    const terraform = (0,terraform_terraform/* createTerraform */.v)({
        ...{ executable: place.executable, workingDirectory, env, token, emergencyStateFile, clock },
        runDirectory: (0,run_directory/* openRunDirectory */.xW)(runDirectory),
        cancelled: new AbortController().signal,
    });
    const journey = (0,commands_outcome/* startJourney */.h_)();
    journey.stateAddress = backend.address;
    journey.mechanism = backend.mechanism;
    for (const secret of [...(record.secrets?.sensitive ?? []), ...(0,secrets/* secretsOfEnvironment */.O0)(env)]) {
        journey.sensitive.add(secret);
    }
    journey.given = new Set(record.secrets?.given);
    const event = await (0,workflow_event/* readWorkflowEvent */.m)(env);
    const pullRequest = inputs.pullRequest ?? event.pullRequest?.number;
    const ownRun = (0,own_run/* ownRunFromEnvironment */.V)(env, pullRequest, inputs.jobId);
    const context = { inputs, env, event, ownRun, clock, log };
    const { announce } = (0,on_github/* createOnGitHub */.HU)(context, journey);
    const deps = {
        ...{ ...context, random: system/* systemRandom */.v, processes, terraform, backend, emergencyStateFile },
        countProcesses: () => (0,runner_processes/* countProcessesWithToken */.C9)(token),
    };
    const settlement = record.terraform === undefined
        ? undefined
        : await settleInTime(deps, journey, { record, place, terraform: record.terraform });
    if (settlement === undefined)
        await recoverRefused(deps, journey, record);
    if (settlement !== undefined && !isNews(settlement, record))
        return settlement.end;
    const outcome = outcomeOfSettlement(settlement, record, journey);
    if (journey.recovery !== undefined) {
        log.startGroup('What the state may lack');
        const foreign = (0,foreign_text/* createForeignText */.A)(journey.sensitive);
        const isLocked = journey.leftLock !== undefined;
        for (const line of (0,recovery_report/* renderRecoveryLines */.P)(journey.recovery, foreign, { isLocked }))
            log.say(line);
        log.endGroup();
    }
    const isDone = settlement === undefined || isSettled(settlement);
    log.annotate(isDone ? 'notice' : 'error', (0,report/* messageOf */.bD)(outcome));
    const options = { ...(0,on_github/* tellOptionsOf */.l6)(context, journey, clock), run: (0,on_github/* ownRunOf */.t8)(context) };
    const writeSummary = async (markdown) => {
        try {
            await (0,outputs/* appendSummary */.fe)(await markdown);
        }
        catch (error) {
            log.annotate('warning', `The summary of this step could not be written: ${(0,errors/* messageFromError */.CZ)(error)}`);
        }
    };
    await writeSummary((0,report/* summaryOf */.YG)(inputs.command, outcome, journey, options));
    const { signal: cancelled } = new AbortController();
    const warning = await (0,on_github/* reportOnGitHub */.dc)({ announce, cancelled, event, log }, outcome);
    if (warning !== undefined) {
        log.annotate('warning', warning);
        await writeSummary((0,report/* noteOf */.kH)(warning));
    }
    return settlement?.end;
}


/***/ })

};
