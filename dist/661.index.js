export const id = 661;
export const ids = [661];
export const modules = {

/***/ 6661:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   post: () => (/* binding */ post)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _runner_log_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7708);
/* harmony import */ var _runner_saved_state_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(3313);
/* harmony import */ var _runner_system_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(4233);




/** The runner ends a cancelled job's steps 4 min 45 s after the cancel; a Terraform at work gets most of that. */
const waitForTerraformMs = 195_000;
/** Waits for a Terraform that outlived main, which saves its state and frees its lock, and removes the run's files. */
async function post(env) {
    const log = (0,_runner_log_js__WEBPACK_IMPORTED_MODULE_1__/* .createLog */ .h)((text) => process.stdout.write(text));
    const saved = (0,_runner_saved_state_js__WEBPACK_IMPORTED_MODULE_2__/* .readSavedState */ .r)(env);
    if (saved === undefined)
        return;
    const { token, runDirectory } = saved;
    const clock = _runner_system_js__WEBPACK_IMPORTED_MODULE_3__/* .systemClock */ .ml;
    const end = clock.monotonic() + waitForTerraformMs;
    let processes = await (0,_runner_system_js__WEBPACK_IMPORTED_MODULE_3__/* .countProcessesWithToken */ .C9)(token);
    if (processes !== 0 && processes !== 'not-known') {
        log.say('Terraform is still at work for this step; waiting for it to save its state and to give the lock back.');
    }
    while (processes !== 0 && processes !== 'not-known' && clock.monotonic() < end) {
        await clock.sleep(250);
        processes = await (0,_runner_system_js__WEBPACK_IMPORTED_MODULE_3__/* .countProcessesWithToken */ .C9)(token);
    }
    if (processes !== 0 && processes !== 'not-known') {
        log.annotate('warning', 'Terraform is still at work and will be ended with the job: its state lock may be left behind.');
    }
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(runDirectory, { recursive: true, force: true });
    log.close();
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
/* harmony export */   C9: () => (/* binding */ countProcessesWithToken),
/* harmony export */   Sj: () => (/* binding */ tokenVariable),
/* harmony export */   ml: () => (/* binding */ systemClock),
/* harmony export */   vg: () => (/* binding */ systemRandom)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(1455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8500);
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
/** The environment variable by which everything that a run started can be found again. */
const tokenVariable = 'LOCKSTEP_RUN_TOKEN';
/** How many processes carry the token in their environment; `not-known` where the platform has no /proc. */
async function countProcessesWithToken(token) {
    if (process.platform !== 'linux')
        return 'not-known';
    let entries;
    try {
        entries = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readdir)('/proc');
    }
    catch {
        return 'not-known';
    }
    const needle = Buffer.from(`${tokenVariable}=${token}`);
    let count = 0;
    for (const entry of entries) {
        if (!/^\d+$/.test(entry))
            continue;
        try {
            if ((await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(`/proc/${entry}/environ`)).includes(needle))
                count += 1;
        }
        catch {
            // It ended meanwhile, or belongs to another user: a child of ours has our user.
        }
    }
    return count;
}


/***/ })

};
