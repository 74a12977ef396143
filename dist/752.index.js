export const id = 752;
export const ids = [752];
export const modules = {

/***/ 83916:
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
/** A cause may come back to its own error. */
const maxCauses = 10;
/** The message of anything that was thrown, with the messages of its causes. */
function messageFromError(error, causes = maxCauses) {
    if (!(error instanceof Error))
        return textOf(error);
    const message = textOf(error.message === '' ? error.name : error.message);
    if (error.cause === undefined || causes === 0)
        return message;
    return `${message} (${messageFromError(error.cause, causes - 1)})`;
}
/** An object without a prototype cannot be made a text. */
function textOf(value) {
    try {
        return String(value);
    }
    catch {
        return 'something that is no error was thrown';
    }
}


/***/ }),

/***/ 52752:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  post: () => (/* binding */ post)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
;// CONCATENATED MODULE: ./src/commands/end-main.ts
/** Main has something to do after Terraform has ended. */
const afterTerraformMs = 15_000;
const killWithinMs = 5_000;
/** Between its fork and its exec a child has not got the token yet by which it is found. */
const settleMs = 300;
/**
 * Ends a main step that is still at work. In a job container it gets none of the runner's signals: it is asked as by a
 * cancel, and killed where it takes longer than Terraform may.
 */
async function endMain({ clock, log, processes }, main, graceMs) {
    // Its number alone may be another's by now. Where no start time is known there are no job containers either, and the
    // runner has ended it.
    if (main.startTime === null || !processes.isAlive(main))
        return;
    const waitUntilGone = async (ms) => {
        const end = clock.monotonic() + ms;
        while (processes.isAlive(main)) {
            if (clock.monotonic() >= end)
                return false;
            await clock.sleep(100);
        }
        return true;
    };
    log.say('The job is over, and the main step of this action is still at work; asking it to stop.');
    processes.signal(main.pid, 'SIGINT');
    if (!(await waitUntilGone(graceMs + afterTerraformMs))) {
        log.say('It does not stop, so it is ended; Terraform goes on without it.');
        processes.signal(main.pid, 'SIGKILL');
        await waitUntilGone(killWithinMs);
    }
    await clock.sleep(settleMs);
}

// EXTERNAL MODULE: ./src/runner/log.ts
var runner_log = __webpack_require__(47708);
// EXTERNAL MODULE: ./src/runner/processes.ts
var runner_processes = __webpack_require__(33447);
// EXTERNAL MODULE: ./src/runner/run-record.ts
var run_record = __webpack_require__(61649);
// EXTERNAL MODULE: ./src/runner/saved-state.ts
var saved_state = __webpack_require__(33313);
// EXTERNAL MODULE: ./src/runner/system.ts
var system = __webpack_require__(24233);
;// CONCATENATED MODULE: ./src/post.ts








/** Sees to what main has left, and removes the run's files. */
async function post(env) {
    const saved = (0,saved_state/* readSavedState */.r)(env);
    if (saved === undefined)
        return;
    const log = (0,runner_log/* createLog */.h)((text) => process.stdout.write(text));
    try {
        const end = await settleRun(env, log, saved);
        // A Terraform that is left to finish goes on to tell there what it does.
        if (end !== 'at-work')
            await (0,promises_.rm)(saved.runDirectory, { recursive: true, force: true });
    }
    catch (error) {
        // Its files are of mode 0600, and the runner empties RUNNER_TEMP at the end of a job; until then they are all that
        // tells what Terraform has done.
        log.annotate('error', `What this job left behind could not be looked at: ${(0,errors/* messageFromError */.CZ)(error)}. What Terraform has written is left in ${saved.runDirectory}.`);
    }
    log.close();
}
async function settleRun(env, log, { token, runDirectory }) {
    const first = (0,run_record/* readRunRecord */.lR)(runDirectory);
    if (first === undefined)
        return undefined;
    (0,run_record/* layTombstone */.iq)(runDirectory);
    const processes = {
        find: () => (0,runner_processes/* findProcessesWithToken */.Oc)(token),
        isAlive: runner_processes/* isAlive */._n,
        leadsGroup: runner_processes/* leadsGroup */.BN,
        isGroupLeft: runner_processes/* isGroupLeft */.rH,
        signal: runner_processes/* signalProcess */.a7,
    };
    await endMain({ clock: system/* systemClock */.ml, log, processes }, first.main, first.inputs.cancelGraceMs);
    // Main has noted what it did until then.
    const record = (0,run_record/* readRunRecord */.lR)(runDirectory) ?? first;
    const { terraform, place, isReported, inputs } = record;
    // Most runs leave nothing behind, have told their end, and load nothing more.
    const isUntold = isReported !== true && ['plan', 'apply', 'restore'].includes(inputs.command);
    const isNothing = terraform === undefined && record.claim === undefined && record.restore === undefined && !isUntold;
    if (place === undefined || isNothing)
        return undefined;
    const { settleAndReport } = await Promise.all(/* import() */[__webpack_require__.e(235), __webpack_require__.e(242)]).then(__webpack_require__.bind(__webpack_require__, 50242));
    return await settleAndReport(env, log, { token, runDirectory }, processes, { record, place });
}


/***/ }),

/***/ 47708:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ createLog)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
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
// .NET compares by the rules of a language, which pass over characters that are not seen.
function disarm(text) {
    return text.replace(COMMAND, '$1 ').replace(OLD_COMMAND, '$1 ');
}
const UNSEEN = String.raw `[\p{Default_Ignorable_Code_Point}\0-\x08\x0e-\x1f\x7f-\x9f]`;
const COMMAND = new RegExp(String.raw `^((?:(?![\n\r\u2028\u2029])\s|${UNSEEN})*:)(?=${UNSEEN}*:)`, 'gmu');
const OLD_COMMAND = new RegExp(String.raw `(#${UNSEEN}*#)(?=${UNSEEN}*\[)`, 'gu');
// The escapes of @actions/core's command.ts, which offers no writer of its own to share.
function escapeData(text) {
    return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}


/***/ }),

/***/ 33447:
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
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
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

/***/ 61649:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Tk: () => (/* binding */ createRecorder),
/* harmony export */   iq: () => (/* binding */ layTombstone),
/* harmony export */   lR: () => (/* binding */ readRunRecord)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
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

/***/ 33313:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ saveState),
/* harmony export */   r: () => (/* binding */ readSavedState)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
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

/***/ 24233:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Xc: () => (/* binding */ systemUser),
/* harmony export */   ml: () => (/* binding */ systemClock),
/* harmony export */   vg: () => (/* binding */ systemRandom)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48161);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_os__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(58500);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_timers_promises__WEBPACK_IMPORTED_MODULE_1__);


const systemClock = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    async sleep(ms, signal) {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(ms, undefined, signal === undefined ? {} : { signal });
        }
        catch {
            // Aborted: whoever waits looks at the signal itself.
        }
    },
};
const systemRandom = () => Math.random();
/** `user@host`, as Terraform writes it into a lock. */
function systemUser() {
    let name = 'unknown';
    try {
        name = (0,node_os__WEBPACK_IMPORTED_MODULE_0__.userInfo)().username;
    }
    catch {
        // A container may run as a number that has no name.
    }
    return `${name}@${(0,node_os__WEBPACK_IMPORTED_MODULE_0__.hostname)()}`;
}


/***/ })

};
