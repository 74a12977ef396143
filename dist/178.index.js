export const id = 178;
export const ids = [178];
export const modules = {

/***/ 59178:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  restore: () => (/* binding */ restore)
});

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
;// CONCATENATED MODULE: ./src/restore/judge-digest.ts
/** Terraform takes a digest that is missing for none, and reads the state (getMD5 in s3/client.go). */
function judgeDigest(digest, { versions }) {
    if (digest.kind === 'no-table')
        return digest;
    if (digest.kind === 'none')
        return { kind: 'matches' };
    const [newest] = versions;
    const now = newest?.kind === 'object' ? newest : undefined;
    const calculated = md5OfVersion(now);
    if (calculated === digest.md5)
        return { kind: 'matches' };
    const isRepairable = now?.content.kind === 'state';
    const owner = versions.find((version) => md5OfVersion(version) === digest.md5);
    return {
        ...{ kind: 'mismatch', stored: digest.md5, calculated, isRepairable },
        ...explain(now, owner),
    };
}
const repair = 'run restore with repair-digest: true';
function explain(now, owner) {
    const bringBack = owner === undefined ? '' : `run restore with state-version: ${owner.versionId}`;
    if (now === undefined) {
        return owner === undefined
            ? {
                explanation: 'There is no state, and the digest belongs to none of its versions that could be read.',
                advice: 'If it was deleted by mistake, bring back a version from the list.',
            }
            : {
                explanation: `The digest is that of version ${owner.versionId}, and the state was deleted after that.`,
                advice: `If it was deleted by mistake, ${bringBack}.`,
            };
    }
    if (owner === undefined) {
        return {
            explanation: 'The digest belongs to none of the versions that could be read, so it may well be the newer one: of a state that never arrived in S3, or whose version was removed.',
            advice: `Find out what was applied last. Only if the state that is there has it all: ${repair}.`,
        };
    }
    const [serialNow, serialThen] = [serialOf(now), serialOf(owner)];
    if (serialNow === undefined) {
        return {
            explanation: `The state that is there is newer than its digest, and is no whole state. The digest is that of version ${owner.versionId}.`,
            advice: `To have that version again, ${bringBack}.`,
        };
    }
    if (serialThen !== undefined && serialNow < serialThen) {
        return {
            explanation: `The digest is that of version ${owner.versionId} with the serial ${String(serialThen)}; an older state, with the serial ${String(serialNow)}, was put over it by other means than Terraform.`,
            advice: `To have the newer state again, ${bringBack}.`,
        };
    }
    return {
        explanation: `The state that is there is newer than its digest, which is that of version ${owner.versionId}: it was written without its digest, by other means than Terraform or by a Terraform that was cut off in between.`,
        advice: `If the state that is there is right, ${repair}; else ${bringBack}.`,
    };
}
function serialOf({ content }) {
    return content.kind === 'state' ? content.summary.serial : undefined;
}
function md5OfVersion(version) {
    if (version === undefined)
        return undefined;
    const { content } = version;
    if (content.kind === 'state')
        return content.summary.md5;
    return content.kind === 'not-whole' ? content.md5 : undefined;
}

// EXTERNAL MODULE: ./src/commands/credentials.ts
var credentials = __webpack_require__(14096);
// EXTERNAL MODULE: ./src/restore/judge-restore.ts
var judge_restore = __webpack_require__(66802);
// EXTERNAL MODULE: ./src/restore/state-summary.ts
var state_summary = __webpack_require__(67782);
// EXTERNAL MODULE: ./src/runner/run-directory.ts
var run_directory = __webpack_require__(2493);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./src/lock/annotation.ts
var annotation = __webpack_require__(87198);
// EXTERNAL MODULE: ./src/lock/removal.ts
var removal = __webpack_require__(57047);
// EXTERNAL MODULE: ./src/lock/turn.ts
var lock_turn = __webpack_require__(56468);
// EXTERNAL MODULE: ./src/retry/backoff.ts
var backoff = __webpack_require__(68974);
// EXTERNAL MODULE: ./src/retry/deadline.ts
var retry_deadline = __webpack_require__(54420);
// EXTERNAL MODULE: ./src/runner/system.ts
var system = __webpack_require__(24233);
// EXTERNAL MODULE: ./src/commands/exit-look.ts
var exit_look = __webpack_require__(18282);
// EXTERNAL MODULE: ./src/commands/take-turn.ts
var take_turn = __webpack_require__(92623);
;// CONCATENATED MODULE: ./src/commands/hold-lock.ts










/** Waits for the lock and takes it as Terraform would, does the work, and gives it back by condition. */
async function holdLock(deps, journey, backend, work) {
    if (backend.mechanism === 'none')
        return await work({ begin: () => undefined, settle: () => undefined });
    const { recorder } = deps;
    const lockId = (0,external_node_crypto_.randomUUID)();
    await deps.recorded;
    const obstacle = await takeLock(deps, journey, backend, lockId);
    if (obstacle !== undefined)
        return obstacle;
    const done = { written: 'nothing' };
    try {
        return await work({
            begin(write) {
                done.written = 'some';
                recorder.note({ restore: { lockId, write } });
            },
            settle(how) {
                done.written = how;
            },
        });
    }
    finally {
        if (done.written !== 'some')
            await giveBack(deps, journey, backend, lockId, done.written);
    }
}
/** Returns the outcome that ends the run instead, if any. */
async function takeLock(deps, journey, backend, lockId) {
    const { inputs, clock, random, cancelled, recorder, log } = deps;
    const deadline = (0,retry_deadline/* startDeadline */.d)(clock, inputs.onContention === 'wait' ? inputs.lockTimeoutMs : 0);
    const turn = (0,lock_turn/* createTurn */.C)(backend.turns, clock, (message) => {
        log.debug(message);
    });
    try {
        for (let races = 1; races <= backoff/* maxRacesInARow */.lL; races += 1) {
            const inTheWay = await (0,take_turn/* waitForTurn */.qg)(deps, journey, backend, deadline, turn, undefined);
            if (inTheWay !== undefined)
                return inTheWay;
            journey.lockAttempts += 1;
            recorder.note({ restore: { lockId } });
            const taking = await backend.lock.take(newLockInfo(deps, backend, lockId), (0,removal/* judgeHold */.n9)(lockId, 'nothing'));
            if (taking.kind === 'taken') {
                log.say(`Took the state lock, with the ID ${lockId}.`);
                return undefined;
            }
            if (taking.kind === 'refused') {
                throw new errors/* LockstepError */.Cj('lock-fault', `The state lock could not be taken: ${taking.reason}. Nothing was changed.`, 'The role of this job needs s3:PutObject, s3:GetObject and s3:DeleteObject on the lock file, or dynamodb:PutItem, GetItem and DeleteItem on the lock table.');
            }
            recorder.note({ restore: undefined });
            if (cancelled.aborted)
                return (0,take_turn/* cancelledOutcome */.yO)(deps, journey.holder);
            const reading = await backend.lock.read(cancelled);
            if (reading.kind === 'held') {
                journey.holder = reading.holder;
                const end = (0,take_turn/* contendedUnlessWaiting */.wN)(deps, deadline, reading.holder);
                if (end !== undefined)
                    return end;
                races = 0;
            }
            await clock.sleep((0,backoff/* raceDelayMs */.p5)(races, random), cancelled);
        }
        throw new errors/* LockstepError */.Cj('lock-fault', `The store refused the lock ${String(backoff/* maxRacesInARow */.lL)} times in a row, and showed no lock each time. Nothing was changed.`, 'Look at what the store says of the lock with debug logging.');
    }
    finally {
        await turn.giveBack();
    }
}
function newLockInfo({ inputs, ownRun, clock }, backend, id) {
    return {
        id,
        operation: 'restore',
        info: ownRun === undefined || !inputs.annotateLock ? '' : (0,annotation/* renderAnnotation */.q4)(ownRun),
        who: (0,system/* systemUser */.Xc)(),
        version: 'lockstep',
        created: new Date(clock.now()).toISOString(),
        path: backend.lockPath ?? '',
    };
}
async function giveBack(deps, journey, backend, lockId, written) {
    const { log, recorder } = deps;
    const verdict = (0,removal/* judgeReturn */.UO)(lockId, written, await backend.lock.read());
    if (verdict.kind === 'not-there') {
        log.annotate('warning', `Somebody has removed the lock ${lockId} of this run while it was at work.`);
        recorder.note({ restore: undefined });
        return;
    }
    const { holder } = verdict;
    const end = verdict.kind === 'remove' ? await backend.lock.remove(verdict.version, verdict.proof) : verdict;
    if (end.kind !== 'keep' && end.kind !== 'refused') {
        log.debug(`Gave back the ${(0,removal/* describeProof */.ef)((0,removal/* judgeHold */.n9)(lockId, written))}.`);
        recorder.note({ restore: undefined });
        return;
    }
    const reason = `it could not be removed: ${end.reason}`;
    journey.leftLock = { kind: 'left', holder, lockId, reason, isUnsaved: false };
    (0,exit_look/* warnOfLeftLock */.c2)(deps, journey, journey.leftLock);
}

// EXTERNAL MODULE: ./src/lock/lock-holder.ts
var lock_holder = __webpack_require__(89739);
;// CONCATENATED MODULE: ./src/restore/writers.ts
/**
 * The version of the lock file under which a version of the state was written: a bucket that keeps versions keeps those
 * of the lock file too, each lock and its annotation as versions, its removal as a delete marker. undefined where the
 * lock had been given back before: then the state was written without it, or under a lock elsewhere. S3 tells whole
 * seconds, so of two locks within one second it may be either.
 */
function lockOf(state, locks) {
    const before = locks.filter(({ storedAt }) => storedAt <= state.storedAt);
    const [newest] = before;
    if (newest === undefined)
        return undefined;
    const lock = before.find(({ kind }) => kind === 'object');
    const isOver = newest.kind === 'delete-marker' && newest.storedAt < state.storedAt;
    return isOver ? undefined : lock;
}

;// CONCATENATED MODULE: ./src/commands/read-history.ts




/** The newest versions are read whole, since serial and lineage stand in the state itself. */
const maxRead = 20;
const readAtOnce = 4;
/** The newest versions of the state and the one that is `wanted`. Throws where they can't be listed. */
async function readHistory(history, wanted, signal) {
    const { entries, locks, isCut } = await history.list(signal);
    const isRead = (entry, index) => index < maxRead || entry.versionId === wanted;
    const readOne = async (entry) => {
        const [content, writer] = await Promise.all([
            readContent(history, entry, signal),
            readWriter(history, lockOf(entry, locks), signal),
        ]);
        return { ...entry, content, writer };
    };
    const versions = [];
    const toRead = entries.filter(isRead);
    for (let first = 0; first < toRead.length; first += readAtOnce) {
        versions.push(...(await Promise.all(toRead.slice(first, first + readAtOnce).map(readOne))));
    }
    return { versions, older: entries.filter((entry, index) => !isRead(entry, index)), isCut };
}
async function readContent(history, entry, signal) {
    if (entry.kind === 'delete-marker')
        return { kind: 'none' };
    try {
        const body = await history.readVersion(entry.versionId, signal);
        if (body === undefined)
            return { kind: 'not-read', reason: 'it is gone' };
        const summary = (0,state_summary/* parseStateSummary */.Hc)(body);
        return summary === undefined
            ? { kind: 'not-whole', serial: (0,state_summary/* serialOfBrokenState */.OP)(body), md5: (0,state_summary/* md5Of */.iF)(body) }
            : { kind: 'state', summary };
    }
    catch (error) {
        return { kind: 'not-read', reason: (0,errors/* messageFromError */.CZ)(error) };
    }
}
async function readWriter(history, lock, signal) {
    const info = lock && (await history.readLockVersion(lock.versionId, signal));
    return info && (0,lock_holder/* holderFromInfo */.pr)(info, lock.storedAt);
}

;// CONCATENATED MODULE: ./src/commands/bring-back.ts






/** Puts a version of the state in the place of the one that is there, under the lock. */
async function bringBack(deps, journey, site) {
    if (journey.restore !== undefined)
        judge(deps, journey.restore.history);
    return await holdLock(deps, journey, site.backend, async (hold) => await writeVersion(deps, journey, site.history, hold));
}
async function writeVersion(deps, journey, history, hold) {
    const { inputs, log } = deps;
    // As it is now that nobody else writes; who held the lock until then may have written.
    const [found, now, digest] = await Promise.all([
        readHistory(history, inputs.stateVersion),
        history.readNow(),
        history.readDigest(),
    ]);
    const wanted = judge(deps, found);
    const { target, serial, difference } = wanted;
    await requireSafeWrite(history, now);
    const source = await history.readVersion(target.versionId);
    if (source === undefined)
        throw new Error('That version is gone.');
    const body = (0,state_summary/* withSerial */.vJ)(source, serial);
    const replaced = await keepReplaced(deps, now);
    await writeBoth(hold, history, { body, now, digest });
    log.say(`Brought back the version ${target.versionId}, with the serial ${String(serial)}.`);
    journey.movedBy = { pullRequest: undefined };
    const serialBefore = bring_back_serialOf(wanted);
    const done = { kind: 'brought-back', versionId: target.versionId, serialBefore, serial };
    if (journey.restore !== undefined)
        journey.restore = { ...journey.restore, done: { ...done, difference, replaced } };
    return { kind: 'restored' };
}
function judge({ inputs }, history) {
    const { stateVersion = '', force } = inputs;
    const verdict = (0,judge_restore/* judgeRestore */.a)({ versionId: stateVersion, force }, history);
    if (verdict.kind === 'restore')
        return verdict;
    throw new errors/* LockstepError */.Cj('invalid-input', `Nothing was changed. ${verdict.message}`, verdict.advice);
}
function bring_back_serialOf({ target }) {
    return target.content.kind === 'state' ? target.content.summary.serial : 0;
}
/** What is there must not get lost, and nobody else's write. */
async function requireSafeWrite(history, now) {
    const obstacle = await history.obstacleToWriting();
    if (obstacle !== undefined) {
        throw new errors/* LockstepError */.Cj('lock-fault', `Nothing was changed: ${obstacle}, so a write of somebody else could be lost.`, 'Bring the state back with the means of this store, while nobody else can work on it.');
    }
    // Written while the bucket kept no versions: the next write takes its place for good, unless it does now.
    const isSingle = now !== undefined && (now.versionId ?? 'null') === 'null';
    if (isSingle && !(await history.keepsVersions())) {
        throw new errors/* LockstepError */.Cj('invalid-input', 'Nothing was changed: the bucket keeps no versions, so the state that is there would be lost.', 'Turn on versioning for the bucket.');
    }
}
/** The state that is there, in a file of mode 0600 for later steps of the job; its version in S3 is what lasts. */
async function keepReplaced({ runDirectory, log }, now) {
    if (now === undefined)
        return undefined;
    const file = await runDirectory.createFile('replaced.tfstate');
    await (0,run_directory/* writePrivateFile */.Pl)(file, now.body);
    const versionId = now.versionId ?? 'null';
    log.say(`The state that was there stays in S3 as the version ${versionId}. A copy until the end of this job: ${file}`);
    return { versionId, file };
}
async function writeBoth(hold, history, { body, now, digest }) {
    const md5 = (0,state_summary/* md5Of */.iF)(body);
    hold.begin({ md5, etagBefore: now?.etag, digestBefore: digest });
    const state = await history.write(body, now);
    if (state.kind === 'changed') {
        hold.settle('nothing');
        throw new errors/* LockstepError */.Cj('lock-contention', 'Somebody has written the state in spite of the lock, in the moment in which it was to be brought back. Nothing was changed.', 'Find out who works on it without the lock, and run restore again.');
    }
    if (state.kind === 'failed') {
        throw new errors/* LockstepError */.Cj('state-not-saved', `Whether the state was brought back is not known: ${state.reason}.`, 'The lock stays until the post step of this job has looked; its report says how it ended.');
    }
    if (digest.kind !== 'no-table')
        await writeDigest(hold, history, md5, digest);
    hold.settle('all');
}
/** Of the state that is there already. */
async function writeDigest(hold, history, md5, before) {
    const written = await history.writeDigest(md5, before);
    if (written.kind === 'written')
        return;
    const why = written.kind === 'failed' ? written.reason : 'somebody has written another one in spite of the lock';
    if (written.kind === 'changed')
        hold.settle('all');
    throw new errors/* LockstepError */.Cj('state-not-saved', `The state in S3 is as it should be, but its digest in the lock table is not: ${why}.`, 'Until it is, Terraform refuses to read the state. The post step of this job tries once more; after that, run restore with repair-digest: true.');
}

// EXTERNAL MODULE: ./src/commands/prepare.ts
var prepare = __webpack_require__(38357);
;// CONCATENATED MODULE: ./src/commands/repair-digest.ts






/** Writes the digest of the state that is there, under the lock. */
async function repairDigest(deps, journey, { history, backend }) {
    const { log } = deps;
    const { restore } = journey;
    if (restore?.digest.kind !== 'mismatch') {
        log.say(restore?.digest.kind === 'no-table'
            ? 'This backend has no dynamodb_table, so its state has no digest: there is nothing to repair.'
            : 'The state and its digest match: there is nothing to repair.');
        return { kind: 'versions-listed' };
    }
    return await holdLock(deps, journey, backend, async (hold) => {
        const [found, now, digest] = await Promise.all([
            readHistory(history, undefined),
            history.readNow(),
            history.readDigest(),
        ]);
        const standing = judgeDigest(digest, found);
        if (standing.kind !== 'mismatch')
            return { kind: 'versions-listed' };
        if (now === undefined || !standing.isRepairable) {
            throw new errors/* LockstepError */.Cj('invalid-input', 'Nothing was changed: there is no whole state whose digest could be written.', standing.advice);
        }
        const md5 = (0,state_summary/* md5Of */.iF)(now.body);
        hold.begin({ md5, etagBefore: now.etag, digestBefore: digest });
        await writeDigest(hold, history, md5, digest);
        hold.settle('all');
        log.say(`Wrote the digest ${md5} of the state that is there.`);
        journey.restore = { ...restore, done: { kind: 'digest-written', md5 } };
        return { kind: 'restored' };
    });
}

// EXTERNAL MODULE: ./src/commands/require-trust.ts + 3 modules
var require_trust = __webpack_require__(67204);
;// CONCATENATED MODULE: ./src/commands/restore.ts








/** Lists the versions of the state, or brings one back under the lock, or repairs the digest of the one that is there. */
async function restore(deps, journey) {
    const { inputs } = deps;
    await (0,require_trust/* requireTrust */.a)(deps, 'apply');
    const prepared = await (0,prepare/* prepare */.iA)(deps, journey, { stateMayBeBroken: true });
    const { history, type } = prepared.backend;
    if (history === undefined) {
        throw new errors/* LockstepError */.Cj('invalid-input', `The command restore works on a state in S3, and this one is on a backend of the type "${type}", or one with options that Lockstep does not know.`, 'Bring it back with the means of that backend, and terraform state push.');
    }
    const site = { ...prepared, history };
    try {
        await Promise.all([listVersions(deps, journey, site), warnOfUnsavedState(deps, journey, site)]);
        if (inputs.stateVersion === undefined && !inputs.repairDigest) {
            warnOfMismatch(deps, journey);
            return { kind: 'versions-listed' };
        }
        (0,prepare/* requireLocking */.$R)(deps, journey, prepared);
        (0,credentials/* requireCredentialLife */.nG)(deps);
        return inputs.repairDigest
            ? await repairDigest(deps, journey, site)
            : await bringBack(deps, journey, site);
    }
    catch (error) {
        if (error instanceof errors/* LockstepError */.Cj)
            throw error;
        // Whatever is written is written to its end, so it was a read that the cancel has ended.
        if (deps.cancelled.aborted) {
            return { kind: 'cancelled', message: 'The job was cancelled; nothing was changed.', counts: undefined };
        }
        // A store that refuses a read, in a sentence of ours.
        return {
            kind: 'failed',
            reason: undefined,
            message: (0,errors/* messageFromError */.CZ)(error),
            advice: '',
            counts: undefined,
        };
    }
}
/** Reads what there is, and tells it; changes nothing. */
async function listVersions(deps, journey, site) {
    const { inputs, cancelled, log } = deps;
    const [history, digest] = await Promise.all([
        readHistory(site.history, inputs.stateVersion, cancelled),
        site.history.readDigest(cancelled),
    ]);
    const report = { history, digest: judgeDigest(digest, history), done: undefined };
    journey.restore = report;
    const { renderVersionLines } = await __webpack_require__.e(/* import() */ 455).then(__webpack_require__.bind(__webpack_require__, 93455));
    log.startGroup('Versions of the state, newest first');
    for (const line of renderVersionLines(report))
        log.say(line);
    log.endGroup();
}
function warnOfMismatch(deps, journey) {
    const digest = journey.restore?.digest;
    if (digest?.kind !== 'mismatch')
        return;
    (0,prepare/* warn */.R8)(deps, journey, `The state in S3 and its digest in DynamoDB do not match, so Terraform refuses to read the state. ${digest.explanation} ${capitalised(digest.advice)}`);
}
/** What was never saved is newer than any version. */
async function warnOfUnsavedState(deps, journey, { backend: { unsaved } }) {
    const marker = await unsaved?.readMarker(deps.cancelled);
    if (unsaved === undefined || marker?.kind !== 'marked')
        return;
    const copies = marker.states.flatMap(({ copyKey }) => copyKey === null ? [] : [unsaved.addressOf(copyKey)]);
    const where = copies.length === 0 ? '' : ` It is kept in ${copies.join(', ')}.`;
    (0,prepare/* warn */.R8)(deps, journey, `A state that Terraform could not save is newer than all versions here.${where} Push that one, if it is that which is missing; nothing is applied as long as ${unsaved.markerAddress} is there.`);
}
function capitalised(text) {
    return `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.:]$/.test(text) ? '' : '.'}`;
}


/***/ }),

/***/ 66802:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ summaryOf),
/* harmony export */   a: () => (/* binding */ judgeRestore)
/* harmony export */ });
/* harmony import */ var _state_summary_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(67782);

const listAdvice = 'Run restore without state-version: it lists the versions that there are.';
/** Whether the version may be brought back, by what is there now. `history`: read under the lock. */
function judgeRestore(request, history) {
    const target = history.versions.find(({ versionId }) => versionId === request.versionId);
    if (target === undefined) {
        return refused('There is no version of this state with the ID that state-version gives.', listAdvice);
    }
    if (target.content.kind === 'none') {
        return refused('state-version names a delete marker, which has no state.', 'Give the version below it: the newest one that has a serial.');
    }
    if (target.content.kind === 'not-read') {
        return refused(`That version could not be read: ${target.content.reason}.`, '');
    }
    if (target.content.kind === 'not-whole') {
        return refused('That version is no whole state in clear: it is cut off, of another format, or encrypted.', 'Give another one: the list shows a serial for each that is whole.');
    }
    const { summary } = target.content;
    const known = newestSummary(history);
    if (known !== undefined && known.lineage !== summary.lineage && !request.force) {
        return refused(`That version has the lineage ${summary.lineage}, and the state that it would take the place of has ${known.lineage}: they are states of different things.`, 'If it is certain that this key shall hold that other state again: set force to true.');
    }
    const now = summaryOf(history.versions[0]);
    return {
        kind: 'restore',
        target,
        serial: nextSerial(history),
        difference: now === undefined ? undefined : (0,_state_summary_js__WEBPACK_IMPORTED_MODULE_0__/* .compareResources */ .TX)(now, summary),
    };
}
/** Of the state that is there, or the newest one that can be read. */
function newestSummary({ versions }) {
    return versions.map(summaryOf).find((summary) => summary !== undefined);
}
function summaryOf(version) {
    return version?.content.kind === 'state' ? version.content.summary : undefined;
}
/** A version that does not tell its serial counts for one write. */
function nextSerial({ versions }) {
    const serials = versions.map(serialOf);
    const untold = versions.filter((version, index) => version.kind === 'object' && serials[index] === undefined).length;
    return Math.max(0, ...serials.filter((serial) => serial !== undefined)) + untold + 1;
}
function serialOf({ content }) {
    if (content.kind === 'state')
        return content.summary.serial;
    return content.kind === 'not-whole' ? content.serial : undefined;
}
function refused(message, advice) {
    return { kind: 'refused', message, advice };
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
