export const id = 242;
export const ids = [242];
export const modules = {

/***/ 50242:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  settleAndReport: () => (/* binding */ settleAndReport)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/backend/resolve.ts + 12 modules
var resolve = __webpack_require__(39213);
// EXTERNAL MODULE: ./src/commands/on-github.ts + 5 modules
var on_github = __webpack_require__(44358);
// EXTERNAL MODULE: ./src/commands/outcome.ts
var commands_outcome = __webpack_require__(28786);
// EXTERNAL MODULE: ./src/commands/report.ts
var report = __webpack_require__(8938);
;// CONCATENATED MODULE: ./src/commands/give-back-claim.ts
/**
 * Gives back what main had claimed for an apply that was not started or never had the lock, or could not give back
 * itself, so that the approved plan can be applied by a later run. Where nothing tells whether it had the lock, the
 * claim stays.
 */
async function giveBackClaim(log, { plans }, { claim, terraform }, settlement) {
    const ledger = plans?.ledger;
    if (claim === undefined || ledger === undefined)
        return;
    const wasStarted = terraform?.operation === 'apply';
    if (wasStarted && settlement?.lockWasOurs !== false)
        return;
    const problem = await ledger.giveBack(claim.planId, { nonce: claim.nonce });
    log.say(problem === undefined
        ? 'The reviewed plan was not applied and can be applied by a later run.'
        : `The claim on the reviewed plan could not be given back: ${problem}.`);
}

// EXTERNAL MODULE: ./src/lock/annotation.ts
var annotation = __webpack_require__(87198);
// EXTERNAL MODULE: ./src/lock/core-log.ts
var core_log = __webpack_require__(24007);
// EXTERNAL MODULE: ./src/lock/lock-reading.ts
var lock_reading = __webpack_require__(40801);
// EXTERNAL MODULE: ./src/plan/changes.ts
var changes = __webpack_require__(51766);
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

// EXTERNAL MODULE: ./src/lock/removal.ts
var lock_removal = __webpack_require__(57047);
// EXTERNAL MODULE: ./src/plan/run-facts.ts
var run_facts = __webpack_require__(45328);
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
    for (const resource of resources) {
        const [module, type, name] = ['module', 'type', 'name'].map((field) => textOf(resource[field]));
        for (const instance of objectsOf(resource['instances'])) {
            const { index_key: key = null, deposed } = instance;
            const place = JSON.stringify([module, type, name, key]);
            const object = { isDeposed: deposed !== undefined, id: state_objects_idOf(instance) };
            const others = places.get(place) ?? [];
            others.push(object);
            places.set(place, others);
            if (object.id !== undefined)
                ids.add(JSON.stringify([type, object.id.key, object.id.value]));
        }
    }
    return {
        at: (place) => (places.get(keyOf(place)) ?? []).toSorted((a, b) => Number(a.isDeposed) - Number(b.isDeposed)),
        has: (type, { key, value }) => ids.has(JSON.stringify([type, key, value])),
    };
}
/** The managed ones. Whoever may write into the bucket may have written the state. */
function resourcesOf(text) {
    try {
        const state = JSON.parse(text);
        if (state.version !== 4 || !Array.isArray(state.resources))
            return undefined;
        return objectsOf(state.resources).filter(({ mode }) => mode === 'managed');
    }
    catch {
        return undefined;
    }
}
// internal/command/format/object_id.go: the same choice, so that what is told can be compared with what is saved.
function state_objects_idOf(instance) {
    const attributes = fieldsOf(instance['attributes'] ?? instance['attributes_flat']);
    const key = 'id' in attributes ? 'id' : 'name';
    const value = attributes[key];
    return typeof value === 'string' && value !== '' && !isSensitive(instance, key) ? { key, value } : undefined;
}
/** Paths of marked values: `[[{"type": "get_attr", "value": "id"}]]`. In a form that is not known, all are. */
function isSensitive({ sensitive_attributes: paths = [] }, name) {
    if (paths === null)
        return false;
    return (!Array.isArray(paths) || paths.some((path) => !Array.isArray(path) || fieldsOf(path[0])['value'] === name));
}
function objectsOf(value) {
    return Array.isArray(value) ? value.map(fieldsOf) : [];
}
function fieldsOf(value) {
    return typeof value === 'object' && value !== null ? value : {};
}
function textOf(value) {
    return typeof value === 'string' ? value : '';
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
var stream_view = __webpack_require__(31744);
// EXTERNAL MODULE: ./src/retry/deadline.ts
var retry_deadline = __webpack_require__(54420);
// EXTERNAL MODULE: ./src/runner/files.ts
var files = __webpack_require__(40869);
// EXTERNAL MODULE: ./src/terraform/follow-run.ts + 1 modules
var follow_run = __webpack_require__(97807);
// EXTERNAL MODULE: ./src/terraform/stored-state.ts
var stored_state = __webpack_require__(6701);
// EXTERNAL MODULE: ./src/commands/annotate-lock.ts
var annotate_lock = __webpack_require__(37554);
// EXTERNAL MODULE: ./src/retry/duration.ts
var duration = __webpack_require__(87100);
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
            const left = (0,duration/* renderDuration */.PP)(Math.max(0, graceMs - waited));
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

// EXTERNAL MODULE: ./src/commands/name-lock.ts
var name_lock = __webpack_require__(30095);
;// CONCATENATED MODULE: ./src/commands/findings.ts



/** What was found, as the end of the run. */
function settlementOf({ terraform: { operation } }, { run, coreLog = core_log/* noCoreLogFacts */.UR, rescue, lock, resources }) {
    const hasBegun = run?.facts.resourceEventSeen ?? resources.records().length > 0;
    const isLacking = run === undefined ? hasBegun : run.facts.stateNotSaved || (0,run_facts/* isCutOff */.o7)(operation, run.facts, coreLog);
    return {
        end: run === undefined || lock === undefined ? 'late' : run.end,
        hasChanged: operation === 'apply' && hasBegun,
        isUnsaved: operation === 'apply' && rescue === undefined && isLacking,
        lock: lock ?? { kind: 'unnamed' },
        rescue,
        lockWasOurs: run === undefined || run.end === 'at-work'
            ? undefined
            : run.facts.workSeen || coreLog.locked.length > 0,
    };
}
/** Tells what was found, without a request: whoever has not answered by now will not. */
function settlementByNow(journey, unsettled, findings) {
    const settlement = settlementOf(unsettled, findings);
    const { isUnsaved } = settlement;
    const lockId = (0,core_log/* openLockId */.Rj)(findings.coreLog ?? core_log/* noCoreLogFacts */.UR);
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
var exit_look = __webpack_require__(18282);
// EXTERNAL MODULE: ./src/commands/redact.ts + 1 modules
var commands_redact = __webpack_require__(33765);
// EXTERNAL MODULE: ./src/commands/rescue-state.ts
var rescue_state = __webpack_require__(51565);
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
        const inTime = await Promise.race([
            settle(deps, journey, unsettled, findings),
            clock.sleep(leftMs, over.signal).then(() => undefined),
        ]);
        return inTime ?? settlementByNow(journey, unsettled, findings);
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
        findings.lock = await lookAtWork(deps, journey, unsettled, coreLog);
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
                const { readLock } = terraform;
                // Main may have been ended between the two events that name a lock.
                if (readLock !== undefined && line.kind === 'event' && (0,name_lock/* namesLock */.Q)(line, readLock))
                    journey.seenLockId ??= readLock.lockId;
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
    return end.kind === 'left' && (0,lock_reading/* unreadPartOf */.sO)(reading)?.transient === true;
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
async function lookAtWork({ backend }, { seenLockId }, { terraform }, coreLog) {
    const logged = (0,core_log/* openLockId */.Rj)(coreLog);
    const lockId = logged ?? seenLockId;
    const reading = terraform.lockPath === undefined ? undefined : await backend.lock.read();
    const reason = 'Terraform is still changing resources';
    if (lockId === undefined) {
        if (reading?.kind !== 'held' || !(0,lock_removal/* isLikelyOurs */.qx)(reading.holder, terraform.startedAt))
            return { kind: 'unnamed' };
        return { kind: 'left', holder: reading.holder, evidence: 'none', reason, isUnsaved: true };
    }
    const holder = reading?.kind === 'held' && reading.holder.lockId === lockId ? reading.holder : undefined;
    return {
        ...{ kind: 'left', holder, lockId, isUnsaved: true },
        ...(logged === undefined ? { evidence: 'seen' } : {}),
        reason,
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

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/restore/state-summary.ts
var state_summary = __webpack_require__(67782);
;// CONCATENATED MODULE: ./src/commands/settle-restore.ts



/** A request of the main process that was under way when it was ended may be done only now. */
const settle_restore_lookAgainAfterMs = 3_000;
/**
 * Where main was ended under the lock that `restore` had taken: what was written is brought to its end, since a state
 * without its digest can't be read, and the lock given back. What can't be told apart keeps its lock.
 */
async function settleRestore(deps, journey, { lockId, write }, { cancelledAt, isReported }) {
    const written = await finish(deps, write);
    const lock = written.kind === 'unclear'
        ? await leave(deps, journey, lockId, written.reason)
        : await giveBack(deps, journey, lockId, written.kind);
    const end = isReported === true ? 'The restore did not come to its end.' : 'The action was ended during the restore.';
    const cause = cancelledAt === undefined ? end : 'The job was cancelled.';
    const message = `${cause} ${SENTENCES[written.kind]} ${lock.sentence}`;
    const counts = undefined;
    return {
        isSettled: written.kind !== 'unclear' && lock.isGone,
        outcome: cancelledAt !== undefined
            ? { kind: 'cancelled', message, counts }
            : { kind: 'failed', reason: 'state-not-saved', message, advice: '', counts },
    };
}
const SENTENCES = {
    nothing: 'Nothing was written: the state is as it was.',
    all: 'What it was to write is written: the state is the one that was to be brought back.',
    unclear: 'What became of the state is not clear: run restore without state-version, and look at the newest versions.',
};
async function finish({ backend: { history }, clock }, write) {
    if (write === undefined || history === undefined)
        return { kind: 'nothing' };
    const look = async () => {
        const now = await history.readNow();
        if (now !== undefined && (0,state_summary/* md5Of */.iF)(now.body) === write.md5)
            return 'written';
        return now?.etag === write.etagBefore ? 'as-before' : 'other';
    };
    try {
        let found = await look();
        if (found === 'as-before') {
            await clock.sleep(settle_restore_lookAgainAfterMs);
            found = await look();
        }
        if (found === 'as-before')
            return { kind: 'nothing' };
        if (found === 'other')
            return { kind: 'unclear', reason: 'somebody else has written the state since' };
        if (write.digestBefore.kind === 'no-table')
            return { kind: 'all' };
        const digest = await history.writeDigest(write.md5, write.digestBefore);
        if (digest.kind === 'written')
            return { kind: 'all' };
        const why = digest.kind === 'failed' ? digest.reason : 'somebody else has written one since';
        return { kind: 'unclear', reason: `its digest could not be written: ${why}` };
    }
    catch (error) {
        return { kind: 'unclear', reason: (0,errors/* messageFromError */.CZ)(error) };
    }
}
async function giveBack(deps, journey, lockId, written) {
    const { backend, inputs, log } = deps;
    const verdict = (0,lock_removal/* judgeReturn */.UO)(lockId, written, await backend.lock.read());
    if (verdict.kind === 'not-there')
        return { sentence: 'It has left no lock.', isGone: true };
    if (verdict.kind === 'keep')
        return await leave(deps, journey, lockId, verdict.reason);
    if (inputs.recoverLock === 'off')
        return await leave(deps, journey, lockId, 'recover-lock is off');
    const { version, proof } = verdict;
    const removal = await backend.lock.remove(version, proof);
    if (removal.kind === 'refused')
        return await leave(deps, journey, lockId, removal.reason);
    if (removal.kind === 'removed') {
        journey.lockRecovered = lockId;
        log.say(`Removed the ${(0,lock_removal/* describeProof */.ef)(proof)}.`);
    }
    return { sentence: 'Its lock was removed.', isGone: true };
}
async function leave({ backend }, journey, lockId, reason) {
    const reading = await backend.lock.read();
    const holder = reading.kind === 'held' && reading.holder.lockId === lockId ? reading.holder : undefined;
    if (reading.kind !== 'unknown' && holder === undefined)
        return { sentence: 'It has left no lock.', isGone: true };
    journey.leftLock = { kind: 'left', holder, lockId, reason, isUnsaved: false };
    return { sentence: `Its lock ${lockId} stays, since ${reason}.`, isGone: false };
}

;// CONCATENATED MODULE: ./src/commands/settlement.ts
/**
 * What the post step found, as the end of the run that it is told with. undefined: no Terraform was left, but main was
 * ended before it could tell anything.
 */
function outcomeOfSettlement(settlement, record, journey) {
    const { counts } = journey;
    const sentences = settlement === undefined
        ? [causeOf(record), record.inputs.command === 'restore' ? untouched : untold]
        : [
            causeOf(record),
            describeRescue(settlement.rescue),
            describeEnd(settlement, record.isReported === true),
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
const untouched = 'The state was not touched.';
function causeOf({ cancelledAt, isReported, terraform }) {
    if (cancelledAt !== undefined)
        return 'The job was cancelled.';
    if (terraform === undefined)
        return 'The action was ended before it could tell its end.';
    return isReported === true
        ? 'Terraform did not end in order.'
        : 'The action was ended while Terraform was at work.';
}
function describeEnd({ end, hasChanged, isUnsaved, lock, rescue }, isReported) {
    if (end === 'at-work' && hasChanged)
        return atWork;
    if (end === 'late')
        return 'What it left could not be looked at to its end in the time that a cancelled job has; this is what was known by then.';
    if (rescue !== undefined || lock.kind === 'removed' || (lock.kind === 'left' && lock.isUnsaved))
        return '';
    if (isUnsaved)
        return 'Terraform was killed or crashed while it was changing resources, and the state may lack some of them.';
    if (hasChanged && isReported)
        return 'Its state is saved.';
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
            if (end === 'at-work' && lock.evidence !== 'none')
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

// EXTERNAL MODULE: ./src/report/foreign-text.ts
var foreign_text = __webpack_require__(2792);
// EXTERNAL MODULE: ./src/report/recovery-report.ts + 2 modules
var recovery_report = __webpack_require__(50564);
// EXTERNAL MODULE: ./src/runner/outputs.ts
var outputs = __webpack_require__(97424);
// EXTERNAL MODULE: ./src/runner/own-run.ts
var own_run = __webpack_require__(37298);
// EXTERNAL MODULE: ./src/runner/processes.ts
var runner_processes = __webpack_require__(33447);
// EXTERNAL MODULE: ./src/runner/run-directory.ts
var run_directory = __webpack_require__(2493);
// EXTERNAL MODULE: ./src/runner/secrets.ts
var secrets = __webpack_require__(72995);
// EXTERNAL MODULE: ./src/runner/system.ts
var system = __webpack_require__(24233);
// EXTERNAL MODULE: ./src/runner/workflow-event.ts
var workflow_event = __webpack_require__(41192);
// EXTERNAL MODULE: ./src/terraform/terraform.ts + 3 modules
var terraform_terraform = __webpack_require__(33397);
;// CONCATENATED MODULE: ./src/post-report.ts




















/** Settles what main has left, if anything, and tells it where there is news. Returns how its Terraform ended. */
async function settleAndReport(env, log, { token, runDirectory }, processes, { record, place }) {
    const githubToken = env['INPUT_GITHUB-TOKEN'];
    const inputs = { ...record.inputs, githubToken: githubToken === '' ? undefined : githubToken };
    const { workingDirectory, workspaceRoot, tempDirectory } = inputs;
    const clock = system/* systemClock */.ml;
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
    const event = await (0,workflow_event/* readWorkflowEvent */.mE)(env);
    const pullRequest = inputs.pullRequest ?? event.pullRequest?.number;
    const ownRun = (0,own_run/* ownRunFromEnvironment */.V)(env, pullRequest, inputs.jobId);
    const context = { inputs, env, event, ownRun, clock, log };
    const { announce } = (0,on_github/* createOnGitHub */.HU)(context, journey);
    const deps = {
        ...{ ...context, random: system/* systemRandom */.vg, processes, terraform, backend, emergencyStateFile },
        countProcesses: () => (0,runner_processes/* countProcessesWithToken */.C9)(token),
    };
    const settlement = record.terraform === undefined
        ? undefined
        : await settleInTime(deps, journey, { record, place, terraform: record.terraform });
    if (settlement === undefined)
        await recoverRefused(deps, journey, record);
    const restored = record.restore && (await settleRestore(deps, journey, record.restore, record));
    await giveBackClaim(log, backend, record, settlement);
    if (settlement === undefined && restored === undefined && record.isReported === true)
        return undefined;
    if (settlement !== undefined && !isNews(settlement, record))
        return settlement.end;
    const outcome = restored?.outcome ?? outcomeOfSettlement(settlement, record, journey);
    if (journey.recovery !== undefined) {
        log.startGroup('What the state may lack');
        const foreign = (0,foreign_text/* createForeignText */.A)(journey.sensitive);
        const isLocked = journey.leftLock !== undefined;
        for (const line of (0,recovery_report/* renderRecoveryLines */.P)(journey.recovery, foreign, { isLocked }))
            log.say(line);
        log.endGroup();
    }
    const isDone = restored?.isSettled ?? (settlement === undefined || isSettled(settlement));
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


/***/ }),

/***/ 14213:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $h: () => (/* binding */ renderImportBlock),
/* harmony export */   ZK: () => (/* binding */ hclString),
/* harmony export */   cy: () => (/* binding */ renderStateRemoval)
/* harmony export */ });
/* unused harmony export hclAddress */
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6676);

const IDENTIFIER = '[\\p{ID_Start}_][\\p{ID_Continue}-]*';
const ESCAPE = '\\\\(?:["\\\\nrt]|u[\\da-f]{4}|U[\\da-f]{8})';
// Before a brace, one of them begins a template, and more of them are one less in the text.
const SIGN = '\\$+(?![{$])|%+(?![{%])|\\${2,}\\{|%{2,}\\{';
const KEY = `\\[(?:\\d{1,9}|"(?:[^"\\\\$%\\p{C}]|${ESCAPE}|${SIGN})*")\\]`;
/** A managed resource instance as Terraform writes its address (internal/addrs): each of its keys is a literal. */
const ADDRESS = new RegExp(`^(?:module\\.${IDENTIFIER}(?:${KEY})?\\.)*(?!(?:data|ephemeral|resource|module|action)\\.)${IDENTIFIER}\\.${IDENTIFIER}(?:${KEY})?$`, 'u');
const maxAddressLength = 1_000;
const maxIdLength = 2_000;
/**
 * `address` as an expression of HCL, and of `terraform state`; undefined for what Terraform would not write for a
 * managed resource, and for what a page or a terminal would not show as it is.
 */
function hclAddress(address) {
    if (address.length > maxAddressLength || !ADDRESS.test(address))
        return undefined;
    const ascii = address.replace(/"(?:[^"\\]|\\.)*"/g, (key) => key.replace(/(?:\$\$|%%)(?=\{)/g, escapeCharacter).replace(NOT_PLAIN, escapeCharacter));
    return (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainText */ .wh)(ascii) === ascii && !ascii.includes('`') ? ascii : undefined;
}
/** `text` as a string of HCL, in printable ASCII. */
function hclString(text) {
    const escaped = text
        .toWellFormed()
        .replace(/["\\]/g, '\\$&')
        .replace(/\n/g, '\\n')
        .replace(/\r/g, '\\r')
        .replace(/\t/g, '\\t')
        // `$${` would do for one sign before a brace, and not where more of them come together.
        .replace(/[$%](?=\{)/g, escapeCharacter)
        .replace(NOT_PLAIN, escapeCharacter);
    return `"${escaped}"`;
}
/** Whatever ends a fence, hides from a reader or reorders what he reads. */
const NOT_PLAIN = /[^ -~]|`/gu;
/** The first character of `text`. */
function escapeCharacter(text) {
    const code = text.codePointAt(0)?.toString(16) ?? '';
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
}
/**
 * The block that takes a resource into the state: for one that was made, whose ID was told, and that the state lacks.
 * `isHarmless` as of `ForeignText`: there is no block for what a report may not show.
 */
function renderImportBlock({ action, verdict, inState, address, id }, isHarmless) {
    if (action !== 'create' || verdict !== 'unsaved' || inState === 'some-object')
        return undefined;
    const to = hclAddress(address);
    if (to === undefined || id === undefined || id.value.length > maxIdLength)
        return undefined;
    const lines = [
        'import {',
        `  to = ${to}`,
        ...(id.key === 'id' ? [] : ['  # Its name: it has no attribute "id".']),
        `  id = ${hclString(id.value)}`,
        '}',
    ];
    return [id.value, address, ...lines].every(isHarmless) ? lines.join('\n') : undefined;
}
/**
 * The command that takes the old object of a replacement out of the state: Terraform passes over an `import` block for
 * an address that the state has (internal/terraform/node_resource_plan.go, `expandResourceImports`).
 */
function renderStateRemoval({ action, verdict, inState, address: text }, isHarmless) {
    if (action !== 'create' || verdict !== 'unsaved' || inState !== 'other-object')
        return undefined;
    const address = hclAddress(text);
    if (address === undefined || !isHarmless(text) || !isHarmless(address))
        return undefined;
    return `terraform state rm '${address.replaceAll("'", `'\\''`)}'`;
}


/***/ }),

/***/ 50564:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ renderRecovery),
  P: () => (/* binding */ renderRecoveryLines)
});

// EXTERNAL MODULE: ./src/report/fence.ts
var fence = __webpack_require__(69183);
// EXTERNAL MODULE: ./src/report/import-block.ts
var import_block = __webpack_require__(14213);
// EXTERNAL MODULE: ./src/report/most-that-fit.ts
var most_that_fit = __webpack_require__(18035);
// EXTERNAL MODULE: ./src/report/plan-groups.ts
var plan_groups = __webpack_require__(46476);
;// CONCATENATED MODULE: ./src/report/recovery-steps.ts
/** What to do, in this order: the lock goes before the plan that takes things in, since a plan takes the lock. */
function recoverySteps(recovery, parts) {
    const { hasImports, isLocked, unlockStep, stateRemovals } = parts;
    const made = recovery.fates.filter(({ action, verdict }) => action === 'create' && verdict !== 'saved');
    const steps = [
        {
            text: 'Make sure that nothing is at work on this state any more: not that run, and nothing that its provisioners have started.',
        },
        hasImports && {
            text: 'Add the `import` blocks above to the root module of the configuration that was applied. They work where the ID is what the resource type is imported by, as its documentation says; some types cannot be imported at all, and what they made is deleted by hand.',
        },
        made.some((fate) => !(fate.verdict === 'unsaved' && fate.id !== undefined)) && {
            text: 'Look with the provider (its console, its API) for what was made without an ID being told: where it exists, write an `import` block for it, or delete it. An address that the state has already needs `terraform state rm` before that.',
        },
        !isLocked && {
            text: 'Let nobody apply until the last step is done: no lock that is known keeps anybody out.',
        },
        isLocked && {
            text: `Remove exactly this lock${unlockStep === undefined ? ' with the command `unlock`' : ' with this step'}.${made.length > 0 ? ' From then on nobody else may apply until the last step is done: Terraform would make those resources a second time.' : ''}`,
            block: unlockStep,
        },
        stateRemovals !== undefined && {
            text: 'Take out of the state what was replaced, since an `import` block for an address that the state has is passed over. What it had there, if it was not destroyed, is yours to delete then.',
            block: stateRemovals,
        },
        made.length > 0 && {
            text: 'Plan. It has to show these resources as imported, and none of them as created or replaced.',
        },
        made.length > 0 && { text: 'Apply that plan.' },
    ];
    return steps.filter((step) => step !== false);
}
/** What needs nobody, and what no import brings back; only what concerns this recovery. */
function recoveryNotes({ fates, isStateRead }) {
    const has = (test) => fates.some((fate) => fate.verdict !== 'saved' && test(fate));
    const notes = [
        !isStateRead &&
            'The saved state could not be read, so this is all that the run did. Compare it with `terraform state list` and `terraform state show`: an `import` block for an address that the state has is passed over.',
        has(({ action }) => action === 'delete') &&
            'Nothing is to be done for what was destroyed: the next plan sees that it is gone.',
        has(({ action }) => action === 'update') &&
            'Nothing is to be done for what was changed: the next plan reads it as it is now.',
        has(({ action, provisionerSeen }) => action === 'create' && provisionerSeen) &&
            'A provisioner that was cut off does not run again for a resource that is imported: finish its work by hand, or replace the resource.',
        has(({ action }) => action === 'open') &&
            'An ephemeral resource that was not closed stands in no state: end it with its provider if it does not expire.',
        has(({ action }) => action === 'invoke') &&
            'An action stands in no state: look with its provider how far it came.',
    ];
    return notes.filter((note) => note !== false);
}

;// CONCATENATED MODULE: ./src/report/recovery-words.ts

/** How much the state may lack, in a line. */
function describeRecovery({ fates, isStateRead }) {
    const count = (action, test) => fates.filter((fate) => fate.action === action && fate.verdict !== 'saved' && test(fate)).length;
    const lacks = count('create', ({ verdict }) => verdict === 'unsaved');
    const mayLack = count('create', ({ verdict }) => verdict === 'unknown');
    const old = count('update', () => true);
    const gone = count('delete', () => true);
    const parts = [
        lacks === 0
            ? ''
            : `${isStateRead ? 'lacks' : 'may lack'} ${(0,plan_groups/* plural */.LS)(lacks, 'resource')} that ${lacks === 1 ? 'exists' : 'exist'}`,
        mayLack === 0
            ? ''
            : `may lack ${String(mayLack)}${lacks === 0 ? ` ${mayLack === 1 ? 'resource' : 'resources'}` : ' more'}`,
        old === 0 ? '' : `may be old for ${String(old)} changed`,
        gone === 0 ? '' : `may still have ${String(gone)} destroyed`,
    ].filter((part) => part !== '');
    if (parts.length === 0)
        return 'The saved state lacks nothing that this run made';
    return `The saved state ${parts.length === 1 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`}`;
}
/** What happened to it. */
function describeFate({ action, progress, provisionerSeen }) {
    const [done, doing, noun] = WORDS[action];
    if (progress === 'complete')
        return done;
    if (action === 'create' && provisionerSeen) {
        return progress === 'errored' ? `${done}, its provisioner failed` : `${done}, its provisioner was cut off`;
    }
    return progress === 'errored' ? `${noun} failed` : doing;
}
const WORDS = {
    create: ['created', 'creation was cut off', 'creation'],
    update: ['changed', 'change was cut off', 'change'],
    delete: ['destroyed', 'destruction was cut off', 'destruction'],
    open: ['opened', 'was open', 'opening'],
    invoke: ['action done', 'action was cut off', 'action'],
};
/** What the saved state has of it; `code` puts an ID into it. */
function describeInState({ action, inState, idInState }, code) {
    const id = idInState === undefined ? '' : ` ${code(idInState.value)}`;
    if (action === 'open' || action === 'invoke')
        return 'never has it';
    switch (inState) {
        case 'nothing':
            return 'lacks it';
        case 'this-object':
            return action === 'update' ? 'may be old' : 'still has it';
        case 'other-object':
            return `has another${id}`;
        case 'some-object':
            return `has${id === '' ? ' an object' : id}, which may be another`;
        case 'not-read':
            return 'not read';
    }
}

;// CONCATENATED MODULE: ./src/report/recovery-report.ts






const maxAddressLength = 300;
const maxIdLength = 200;
/**
 * Markdown for the summary and the comment: how much the state may lack, a table with the most pressing first, `import`
 * blocks to paste, what to do. Where not all of it fits, resources are left out from the end, and counted; empty where
 * not even the words fit, or where Terraform began nothing.
 */
function renderRecovery(recovery, foreign, { limitBytes, ...options }) {
    if (recovery.fates.length === 0)
        return '';
    // A row takes more than 20 bytes.
    const entries = notSaved(recovery)
        .slice(0, limitBytes / 20)
        .map((fate) => entryOf(fate, foreign));
    const assemble = (count) => renderSection(recovery, entries.slice(0, count), options);
    const fits = (count) => Buffer.byteLength(assemble(count)) <= limitBytes;
    if (!fits(0))
        return '';
    return assemble((0,most_that_fit/* mostThatFit */.c)(entries.length, fits));
}
function entryOf(fate, foreign) {
    const id = (text) => foreign.cell(text, maxIdLength);
    const cells = [
        foreign.cell(fate.address, maxAddressLength),
        describeFate(fate),
        fate.id === undefined ? 'not told' : id(fate.id.value),
        describeInState(fate, id),
    ];
    return { row: `| ${cells.join(' | ')} |`, ...toPaste(fate, foreign) };
}
function toPaste(fate, foreign) {
    const isHarmless = (text) => foreign.isHarmless(text);
    return {
        importBlock: (0,import_block/* renderImportBlock */.$h)(fate, isHarmless),
        stateRemoval: (0,import_block/* renderStateRemoval */.cy)(fate, isHarmless),
    };
}
function notSaved({ fates }) {
    return fates.filter(({ verdict }) => verdict !== 'saved');
}
function renderSection(recovery, entries, { isLocked = true, unlockStep }) {
    const blocks = entries.flatMap(({ importBlock }) => importBlock ?? []);
    const removals = entries.flatMap(({ stateRemoval }) => stateRemoval ?? []);
    const steps = recoverySteps(recovery, {
        hasImports: blocks.length > 0,
        isLocked,
        unlockStep,
        stateRemovals: removals.length === 0 ? undefined : (0,fence/* renderFence */.Q)(removals.join('\n'), 'sh'),
    });
    const table = ['| Resource | This run | ID | The saved state |', '| --- | --- | --- | --- |'];
    const list = steps.map(({ text, block }, index) => {
        const number = `${String(index + 1)}. `;
        const item = block === undefined ? text : `${text}\n\n${block.trimEnd()}`;
        return `${number}${item.replace(/\n(?=.)/g, `\n${' '.repeat(number.length)}`)}`;
    });
    return [
        `#### 🧩 ${describeRecovery(recovery)}`,
        entries.length === 0 ? '' : [...table, ...entries.map(({ row }) => row)].join('\n'),
        renderRest(recovery, entries.length),
        blocks.length === 0 ? '' : (0,fence/* renderFence */.Q)(blocks.join('\n\n'), 'hcl').trimEnd(),
        `**What to do**, in this order:\n\n${list.join('\n')}`,
        recoveryNotes(recovery).join(' '),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
/** What has no row: what did not fit, and what was saved. */
function renderRest({ fates }, toldCount) {
    const saved = fates.filter(({ verdict }) => verdict === 'saved').length;
    const left = fates.length - saved - toldCount;
    return [
        left === 0 ? '' : `${String(left)} more ${left === 1 ? 'is' : 'are'} in the log.`,
        saved === 0 ? '' : `The state has ${(0,plan_groups/* plural */.LS)(saved, 'other change')} of this run.`,
    ]
        .filter((part) => part !== '')
        .join(' ');
}
/** The same for the log, where all of it has room: one line each, to be printed as they are. */
function renderRecoveryLines(recovery, foreign, { isLocked = true, unlockStep } = {}) {
    if (recovery.fates.length === 0)
        return [];
    const told = notSaved(recovery);
    const pasted = told.map((fate) => toPaste(fate, foreign));
    const blocks = pasted.flatMap(({ importBlock }) => importBlock ?? []);
    const removals = pasted.flatMap(({ stateRemoval }) => stateRemoval ?? []);
    const id = (text) => foreign.line(text, maxIdLength);
    const lines = told.map((fate) => {
        const known = fate.id === undefined ? '' : ` [${fate.id.key}=${id(fate.id.value)}]`;
        return `  ${foreign.line(fate.address, maxAddressLength)}: ${describeFate(fate)}${known}; the state ${describeInState(fate, id)}`;
    });
    const steps = recoverySteps(recovery, {
        hasImports: blocks.length > 0,
        isLocked,
        unlockStep,
        stateRemovals: removals.length === 0 ? undefined : removals.join('\n'),
    }).flatMap(({ text, block = '' }, index) => [`  ${String(index + 1)}. ${text}`, ...plainBlock(block)]);
    return [
        `${describeRecovery(recovery)}${told.length === 0 ? '.' : ':'}`,
        ...lines,
        renderRest(recovery, told.length),
        ...blocks.flatMap((block) => block.split('\n')),
        'What to do, in this order:',
        ...steps,
        ...recoveryNotes(recovery),
    ].filter((line) => line !== '');
}
function plainBlock(block) {
    return block
        .split('\n')
        .filter((line) => !/^`{3,}\w*$/.test(line))
        .map((line) => (line === '' ? '' : `     ${line}`));
}


/***/ }),

/***/ 67782:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Hc: () => (/* binding */ parseStateSummary),
/* harmony export */   OP: () => (/* binding */ serialOfBrokenState),
/* harmony export */   TX: () => (/* binding */ compareResources),
/* harmony export */   iF: () => (/* binding */ md5Of),
/* harmony export */   vJ: () => (/* binding */ withSerial)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _plan_exact_json_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(90131);
/* harmony import */ var _plan_sha256_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(65220);
/* harmony import */ var _plan_state_file_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(17945);
/* harmony import */ var _report_plain_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6676);





function md5Of(body) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('md5').update(body).digest('hex');
}
/** undefined for what is no whole state in clear: cut off, of another format, or encrypted by OpenTofu. */
function parseStateSummary(body) {
    const state = (0,_plan_state_file_js__WEBPACK_IMPORTED_MODULE_2__/* .parseWholeState */ .wF)(body.toString('utf8'));
    const serial = Number(JSON.stringify(state?.['serial']));
    if (state === undefined || !Number.isSafeInteger(serial))
        return undefined;
    return {
        serial,
        lineage: state.lineage,
        terraformVersion: textOf(state['terraform_version']),
        resources: new Map(state.resources.filter(_plan_exact_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isJsonObject */ .O).flatMap(instancesOf)),
        md5: md5Of(body),
    };
}
/** Of a state that can't be read as a whole: the serial that stands at its beginning, where one does. */
function serialOfBrokenState(body) {
    const serial = Number(/"serial"\s*:\s*(\d{1,15})\b/.exec(body.subarray(0, 4096).toString('utf8'))?.[1]);
    return Number.isSafeInteger(serial) ? serial : undefined;
}
/** The state with this serial, and else as it was; as Terraform lays it out. */
function withSerial(body, serial) {
    const state = (0,_plan_exact_json_js__WEBPACK_IMPORTED_MODULE_3__/* .parseExactJson */ .l)(body.toString('utf8'));
    return Buffer.from(`${JSON.stringify({ ...state, serial }, undefined, 2)}\n`);
}
/** What a return from `now` to `then` would do to what the state knows. */
function compareResources(now, then) {
    const [addresses, before] = [[...then.resources.keys()], now.resources];
    return {
        back: addresses.filter((address) => !before.has(address)),
        gone: [...before.keys()].filter((address) => !then.resources.has(address)),
        changed: addresses.filter((address) => before.has(address) && before.get(address) !== then.resources.get(address)),
    };
}
function instancesOf(resource) {
    const { instances } = resource;
    if (!Array.isArray(instances))
        return [];
    const module = textOf(resource['module']);
    const name = [
        ...(module === '' ? [] : [module]),
        ...(resource['mode'] === 'data' ? ['data'] : []),
        textOf(resource['type']),
        textOf(resource['name']),
    ].join('.');
    return instances.filter(_plan_exact_json_js__WEBPACK_IMPORTED_MODULE_3__/* .isJsonObject */ .O).map((instance) => {
        const { index_key: key, deposed } = instance;
        const index = key === undefined || key === null ? '' : `[${JSON.stringify(key)}]`;
        const old = typeof deposed === 'string' ? ` (deposed object ${deposed})` : '';
        return [(0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_4__/* .plainLine */ .h0)(`${name}${index}${old}`, 500), (0,_plan_sha256_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256 */ .s)(JSON.stringify(instance))];
    });
}
function textOf(value) {
    return typeof value === 'string' ? value : '';
}


/***/ })

};
