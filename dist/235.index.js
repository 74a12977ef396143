export const id = 235;
export const ids = [235];
export const modules = {

/***/ 94211:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $1: () => (/* binding */ readSelectedWorkspace),
/* harmony export */   RK: () => (/* binding */ readBackendFile),
/* harmony export */   e2: () => (/* binding */ dataDirectory)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(83916);
/* harmony import */ var _runner_files_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(40869);



/** TF_DATA_DIR, relative to the working directory, or `.terraform`. */
function dataDirectory(workingDirectory, env) {
    const wanted = env['TF_DATA_DIR'] ?? '';
    if (wanted === '')
        return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(workingDirectory, '.terraform');
    return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.isAbsolute)(wanted) ? wanted : (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(workingDirectory, wanted);
}
/** The initialised backend; the local one where no backend is configured. Holds secrets: never print it. */
async function readBackendFile(directory) {
    const file = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(directory, 'terraform.tfstate');
    const text = await (0,_runner_files_js__WEBPACK_IMPORTED_MODULE_2__/* .readTextIfAny */ .$v)(file);
    if (text === undefined)
        return { type: 'local', config: {}, hash: 0 };
    let content;
    try {
        content = JSON.parse(text);
    }
    catch (error) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_1__/* .LockstepError */ .Cj('terraform-error', `"${file}" is not JSON, so the backend of this folder is not known.`, 'Run with the input "init" set to true, or remove the file and initialise the folder again.', { cause: error });
    }
    const backend = (content?.backend ?? content?.state_store);
    if (backend === undefined || backend === null)
        return { type: 'local', config: {}, hash: 0 };
    return {
        type: typeof backend.type === 'string' ? backend.type : 'unknown',
        config: typeof backend.config === 'object' ? (backend.config ?? {}) : {},
        hash: typeof backend.hash === 'number' ? backend.hash : 0,
    };
}
/** The workspace that the folder has selected. */
async function readSelectedWorkspace(directory) {
    const name = (await (0,_runner_files_js__WEBPACK_IMPORTED_MODULE_2__/* .readTextIfAny */ .$v)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(directory, 'environment')))?.trim() ?? '';
    return name === '' ? 'default' : name;
}


/***/ }),

/***/ 30732:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  P: () => (/* binding */ annotateBySwap)
});

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/lock/lock-info.ts
var lock_info = __webpack_require__(67769);
;// CONCATENATED MODULE: ./src/lock/lock-edit.ts


// In JSON a quote within a text is escaped, so no text can hold what this matches.
const INFO_FIELD = /((?<!\\)"Info"\s*:\s*)"(?:[^"\\]|\\.)*"/g;
/**
 * The lock's JSON as stored, with `info` as its `Info` and every other byte as it was. An `Info` that somebody else has
 * written stays (Terraform's own is empty on S3 and DynamoDB).
 */
function editLockInfo(json, lockId, info) {
    if (json.length > lock_info/* maxLockBytes */.Fu)
        return { kind: 'refused', reason: 'the lock is too large' };
    let fields;
    try {
        fields = JSON.parse(json);
    }
    catch (error) {
        return { kind: 'refused', reason: `the lock is not JSON: ${(0,errors/* messageFromError */.CZ)(error)}` };
    }
    if (fields?.ID !== lockId)
        return { kind: 'foreign' };
    const { Info: current } = fields;
    if (current === info)
        return { kind: 'same' };
    if (typeof current !== 'string')
        return { kind: 'refused', reason: 'the lock has no Info' };
    if (current !== '' && !current.startsWith('lockstep ')) {
        return { kind: 'refused', reason: "the lock's Info is somebody else's" };
    }
    if (json.match(INFO_FIELD)?.length !== 1) {
        return { kind: 'refused', reason: 'the lock has more than one Info' };
    }
    return { kind: 'edited', json: json.replace(INFO_FIELD, (_, name) => name + JSON.stringify(info)) };
}

// EXTERNAL MODULE: ./src/backend/read-failure.ts
var read_failure = __webpack_require__(90701);
;// CONCATENATED MODULE: ./src/backend/compare-and-swap.ts


const maxTries = 3;
/** Writes `info` into the lock with this ID. A lock that changed in between is read again, twice at most. */
async function annotateBySwap(lock, lockId, info, evidence) {
    try {
        for (let tries = 0; tries < maxTries; tries += 1) {
            const stored = await lock.read();
            if (stored === undefined)
                return { kind: 'gone' };
            const edit = editLockInfo(stored.json, lockId, info);
            if (edit.kind === 'foreign')
                return { kind: 'gone' };
            // Of an earlier try whose answer was lost, too.
            if (edit.kind === 'same')
                return { kind: 'annotated', evidence };
            if (edit.kind === 'refused')
                return edit;
            if ((await lock.swap(stored, edit.json)) === 'swapped')
                return { kind: 'annotated', evidence };
        }
        return { kind: 'refused', reason: 'the lock changed each time before it could be written' };
    }
    catch (error) {
        return { kind: 'refused', reason: (0,read_failure/* describeFailure */.Ic)(error) };
    }
}


/***/ }),

/***/ 61969:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   a: () => (/* binding */ isAws),
/* harmony export */   m: () => (/* binding */ createConditionCheck)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _read_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(90701);
/* harmony import */ var _request_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2293);



/**
 * Whether requests go to AWS itself. The endpoint may come from the user's AWS configuration file, which only the SDK
 * reads, so it is the SDK that is asked; nothing is sent.
 */
async function isAws(client, object) {
    const { HeadObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
    const command = new HeadObjectCommand(object);
    let host = '';
    command.middlewareStack.add(() => (args) => {
        host = args.request.hostname;
        return Promise.resolve({ output: { $metadata: {} }, response: {} });
    }, { step: 'build' });
    await client.send(command);
    return /\.amazonaws\.com(?:\.cn)?$/.test(host);
}
const takeAwayWithinMs = 300;
/** Tells of the store of one lock. What was found out once holds for the run; what could not be is tried again. */
function createConditionCheck(client, lock) {
    let known;
    return async (signal) => {
        if (known !== undefined)
            return known;
        try {
            const s3 = await client();
            // AWS honours conditions; any other store has to show it.
            if (await isAws(s3, lock))
                return (known = { kind: 'honoured', evidence: 'the store is AWS' });
            const defect = await findDefect(s3, lock, signal);
            return (known =
                defect === undefined
                    ? { kind: 'honoured', evidence: 'the store honoured conditions on a scratch object' }
                    : { kind: 'not-honoured', reason: defect });
        }
        catch (error) {
            const reason = `whether this store honours conditional writes could not be tried: ${String(error)}`;
            return { kind: 'not-honoured', reason };
        }
    };
}
/**
 * Tries on a scratch object beside the lock whether this store honours `If-Match`, on an existing and on a missing
 * key, for PUT and DELETE. Returns undefined when it does, else a sentence. AWS does (since 2025-09-16 for DELETE);
 * a Ceph RGW 16 deletes whatever the ETag is, and there nothing may ever be removed.
 */
async function findDefect(client, lock, signal) {
    const { DeleteObjectCommand, PutObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
    const scratch = { Bucket: lock.Bucket, Key: `${lock.Key}.lockstep-probe-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()}` };
    const wrong = '"00000000000000000000000000000000"';
    const body = { Body: 'A scratch object of Lockstep; it may be deleted.' };
    const put = async (condition) => await (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .within */ .u)(async (abortSignal) => await client.send(new PutObjectCommand({ ...scratch, ...body, ...condition }), { abortSignal }), signal);
    const send = async (command, until) => await (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .within */ .u)(async (abortSignal) => await client.send(command, { abortSignal }), until);
    const remove = async (condition = {}) => await send(new DeleteObjectCommand({ ...scratch, ...condition }), signal);
    const refused = async (request) => {
        try {
            await request;
            return false;
        }
        catch (error) {
            const status = (0,_read_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOf */ .c2)(error);
            if (status === 412 || status === 404)
                return true;
            throw error;
        }
    };
    try {
        if (!(await refused(put({ IfMatch: wrong })))) {
            await remove();
            return 'this store ignores If-Match on PUT';
        }
        const { ETag } = await put({ IfNoneMatch: '*' });
        if (!(await refused(put({ IfNoneMatch: '*' })))) {
            await remove();
            return 'this store ignores If-None-Match on PUT, so it cannot keep a lock at all';
        }
        if (!(await refused(put({ IfMatch: wrong })))) {
            await remove();
            return 'this store ignores If-Match on PUT';
        }
        if (!(await refused(remove({ IfMatch: wrong })))) {
            return "this store ignores If-Match on DELETE, so a lock cannot be removed without the risk of removing somebody else's";
        }
        if (ETag === undefined) {
            await remove();
            return 'this store answers a PUT without an ETag';
        }
        await remove({ IfMatch: ETag });
        if (!(await refused(remove({ IfMatch: ETag })))) {
            return 'this store accepts a DELETE with If-Match on a key that does not exist';
        }
        return undefined;
    }
    catch (error) {
        // An interrupted trial takes away what it may have made, and nobody waits for that for long. Twice, since a PUT that
        // was given up on may be done after the first.
        const takeAway = async () => await send(new DeleteObjectCommand(scratch)).catch(() => undefined);
        const over = AbortSignal.timeout(takeAwayWithinMs);
        await (0,_request_js__WEBPACK_IMPORTED_MODULE_2__/* .within */ .u)(async () => await takeAway().then(takeAway), over).catch(() => undefined);
        throw error;
    }
}


/***/ }),

/***/ 94828:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Y: () => (/* binding */ createDynamoDbLock)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83916);
/* harmony import */ var _lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(89739);
/* harmony import */ var _lock_lock_info_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(67769);
/* harmony import */ var _compare_and_swap_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(30732);
/* harmony import */ var _read_failure_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(90701);
/* harmony import */ var _request_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(2293);
/* harmony import */ var _take_lock_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(98665);







const maxRemovalTries = 3;
/** The item `LockID = <bucket>/<state path>` of a lock table; the one with `-md5` is the state's digest, not a lock. */
function createDynamoDbLock(table, lockKey, client, clock) {
    const key = { TableName: table, Key: { LockID: { S: lockKey } } };
    const get = async (signal) => {
        const { GetItemCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(305)]).then(__webpack_require__.t.bind(__webpack_require__, 64305, 19));
        const command = new GetItemCommand({ ...key, ConsistentRead: true });
        const answer = await (0,_request_js__WEBPACK_IMPORTED_MODULE_5__/* .within */ .u)(async (abortSignal) => await (await client()).send(command, { abortSignal }), signal);
        return answer.Item;
    };
    const read = async (signal) => {
        const what = `the lock item "${lockKey}" of the DynamoDB table "${table}"`;
        try {
            const Item = await get(signal);
            if (Item === undefined)
                return { kind: 'free' };
            const info = Item['Info']?.S;
            if (info === undefined) {
                return { kind: 'unknown', reason: `${what} exists, but tells no holder`, transient: false };
            }
            try {
                return { kind: 'held', holder: (0,_lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .holderFromInfo */ .pr)((0,_lock_lock_info_js__WEBPACK_IMPORTED_MODULE_6__/* .parseLockInfo */ .BF)(info), clock.now()), version: { info } };
            }
            catch (error) {
                return { kind: 'unknown', reason: `${what} exists, but ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageFromError */ .CZ)(error)}`, transient: false };
            }
        }
        catch (error) {
            return (0,_read_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .unknownFromError */ .J6)(error, what);
        }
    };
    const remove = async (version) => {
        const { info } = version;
        if (info === undefined)
            return { kind: 'refused', reason: 'the lock item was read without its Info' };
        const { DeleteItemCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(305)]).then(__webpack_require__.t.bind(__webpack_require__, 64305, 19));
        const command = new DeleteItemCommand({
            ...key,
            ConditionExpression: 'Info = :judged',
            ExpressionAttributeValues: { ':judged': { S: info } },
        });
        let failure = '';
        for (let tries = 0; tries < maxRemovalTries; tries += 1) {
            try {
                await (0,_request_js__WEBPACK_IMPORTED_MODULE_5__/* .within */ .u)(async (abortSignal) => await (await client()).send(command, { abortSignal }));
                return { kind: 'removed' };
            }
            catch (error) {
                failure = (0,_read_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .describeFailure */ .Ic)(error);
            }
            // Its answer may be lost: only the lock itself tells how the removal ended.
            const now = await read();
            if (now.kind === 'free')
                return { kind: 'gone' };
            if (now.kind === 'held' && now.version.info !== info)
                return { kind: 'changed-hands', holder: now.holder };
        }
        return { kind: 'refused', reason: failure };
    };
    const swappable = (signal) => ({
        async read() {
            const item = await get(signal);
            return item === undefined ? undefined : { json: item['Info']?.S ?? '' };
        },
        async swap(stored, json) {
            const { UpdateItemCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(305)]).then(__webpack_require__.t.bind(__webpack_require__, 64305, 19));
            const command = new UpdateItemCommand({
                ...key,
                UpdateExpression: 'SET Info = :new',
                ConditionExpression: 'Info = :read',
                ExpressionAttributeValues: { ':new': { S: json }, ':read': { S: stored.json } },
            });
            try {
                await (0,_request_js__WEBPACK_IMPORTED_MODULE_5__/* .within */ .u)(async (abortSignal) => await (await client()).send(command, { abortSignal }), signal);
                return 'swapped';
            }
            catch (error) {
                if ((0,_read_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .nameOf */ .Vb)(error) === 'ConditionalCheckFailedException')
                    return 'changed';
                throw error;
            }
        },
    });
    const take = async (info) => {
        const { PutItemCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(305)]).then(__webpack_require__.t.bind(__webpack_require__, 64305, 19));
        const command = new PutItemCommand({
            TableName: table,
            Item: { LockID: { S: lockKey }, Info: { S: (0,_lock_lock_info_js__WEBPACK_IMPORTED_MODULE_6__/* .renderLockInfo */ .E0)(info) } },
            ConditionExpression: 'attribute_not_exists(LockID)',
        });
        return await (0,_take_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .takeBy */ .R)(async () => await (0,_request_js__WEBPACK_IMPORTED_MODULE_5__/* .within */ .u)(async (abortSignal) => await (await client()).send(command, { abortSignal })), (error) => (0,_read_failure_js__WEBPACK_IMPORTED_MODULE_3__/* .nameOf */ .Vb)(error) === 'ConditionalCheckFailedException', { read, lockId: info.id });
    };
    const annotate = async (lockId, info, signal) => await (0,_compare_and_swap_js__WEBPACK_IMPORTED_MODULE_2__/* .annotateBySwap */ .P)(swappable(signal), lockId, info, 'DynamoDB checks conditions');
    return { read, remove, take, annotate };
}


/***/ }),

/***/ 50054:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ customerKeyParameters),
/* harmony export */   p: () => (/* binding */ storedObjectParameters)
/* harmony export */ });
/** The parameters that an object under SSE-C needs for each read; Terraform's own read of the lock omits them. */
function customerKeyParameters(config) {
    return config.sseCustomerKey === undefined
        ? {}
        : { SSECustomerAlgorithm: 'AES256', SSECustomerKey: config.sseCustomerKey };
}
/**
 * What Terraform stores its state and its lock file with, so that a policy which lets Terraform's write pass lets ours
 * pass (`Put` and `lockWithFile` in internal/backend/remote-state/s3/client.go).
 */
function storedObjectParameters(config) {
    return {
        ContentType: 'application/json',
        // Any text goes to the store, as from Terraform; the SDK's type lists the ones that AWS knows.
        ...(config.acl === undefined ? {} : { ACL: config.acl }),
        ...(config.skipS3Checksum ? {} : { ChecksumAlgorithm: 'SHA256' }),
        ...encryptionParameters(config),
    };
}
function encryptionParameters(config) {
    if (!config.encrypt)
        return {};
    if (config.kmsKeyId !== undefined)
        return { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: config.kmsKeyId };
    if (config.sseCustomerKey !== undefined)
        return customerKeyParameters(config);
    return { ServerSideEncryption: 'AES256' };
}


/***/ }),

/***/ 90701:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ic: () => (/* binding */ describeFailure),
/* harmony export */   J6: () => (/* binding */ unknownFromError),
/* harmony export */   Vb: () => (/* binding */ nameOf),
/* harmony export */   c2: () => (/* binding */ statusOf),
/* harmony export */   dg: () => (/* binding */ isTransient)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83916);
/* harmony import */ var _report_plain_text_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(6676);


function statusOf(error) {
    return error?.$metadata?.httpStatusCode;
}
function nameOf(error) {
    const name = error?.name;
    return typeof name === 'string' ? name : '';
}
const TRANSIENT_NAME = /Timeout|Throttl|SlowDown|ProvisionedThroughputExceeded|AbortError|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN/;
/** Whether the next try may well succeed. Denials and missing stores do not pass by themselves. */
function isTransient(error) {
    const status = statusOf(error);
    const code = error?.code ?? '';
    const isBusy = status !== undefined && (status >= 500 || status === 429);
    return isBusy || TRANSIENT_NAME.test(`${nameOf(error)} ${code}`);
}
/** A read that failed is `unknown`; `what` names what was read. */
function unknownFromError(error, what) {
    const status = statusOf(error);
    const denied = status === 403 ? 'access was denied' : withoutFullStop((0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .plainLine */ .h0)((0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageFromError */ .CZ)(error)));
    const detail = status === 403 && nameOf(error) !== '' ? ` (${(0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .plainLine */ .h0)(nameOf(error))})` : '';
    return {
        kind: 'unknown',
        reason: `${what} could not be read: ${denied}${detail}`,
        transient: isTransient(error),
    };
}
/** What the SDK threw, on one line: its name too, where its message does not begin with it. */
function describeFailure(error) {
    const name = nameOf(error);
    const message = (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageFromError */ .CZ)(error);
    const isNamed = name === '' || name === 'Error' || message.startsWith(name);
    return withoutFullStop((0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_1__/* .plainLine */ .h0)(isNamed ? message : `${name}: ${message}`, 300));
}
/** It becomes a part of a sentence that has its own. */
function withoutFullStop(text) {
    return text.replace(/(?<!\.)\.$/, '');
}


/***/ }),

/***/ 2293:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   u: () => (/* binding */ within)
/* harmony export */ });
/** Longer than an SDK's three tries against a service that answers at all. */
const requestTimeoutMs = 15_000;
/**
 * Runs a request for at most 15 s, and not beyond a cancel. The AWS SDK hands an abort signal to the request itself
 * only, not to those for credentials that come before it, and Octokit's plug-ins sleep whatever it says, so the wait
 * for the answer ends here too.
 */
async function within(request, cancelled) {
    const timeout = AbortSignal.timeout(requestTimeoutMs);
    const abortSignal = cancelled === undefined ? timeout : AbortSignal.any([timeout, cancelled]);
    abortSignal.throwIfAborted();
    const { promise: aborted, reject } = Promise.withResolvers();
    const abort = () => {
        reject(abortSignal.reason);
    };
    abortSignal.addEventListener('abort', abort, { once: true });
    try {
        return await Promise.race([request(abortSignal), aborted]);
    }
    finally {
        abortSignal.removeEventListener('abort', abort);
    }
}


/***/ }),

/***/ 39213:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Ji: () => (/* binding */ backendFromAddress),
  De: () => (/* binding */ mechanismOf),
  HD: () => (/* binding */ obstacleOf),
  RD: () => (/* binding */ preloadS3Client),
  Bm: () => (/* binding */ resolveBackend)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/lock/state-address.ts
var state_address = __webpack_require__(52483);
// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: ./src/plan/plan-bundle.ts
var plan_bundle = __webpack_require__(78941);
// EXTERNAL MODULE: ./src/backend/conditional-writes.ts
var conditional_writes = __webpack_require__(61969);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/lock/annotation.ts
var annotation = __webpack_require__(87198);
// EXTERNAL MODULE: ./src/plan/git-id.ts
var git_id = __webpack_require__(50761);
// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
;// CONCATENATED MODULE: ./src/plan-store/s3-ledger.ts






const maxBytes = 16 * 1024;
const maxTries = 4;
/** A claim is never written over: it is there or it is not. The last applied commit is replaced by compare-and-swap. */
function createS3Ledger({ bucket: Bucket, statePath }, client, bucket) {
    const claimKeyOf = (planId) => `.lockstep/claims/${statePath}/${planId}`;
    const appliedKey = `.lockstep/applied/${statePath}`;
    const checkConditions = (0,conditional_writes/* createConditionCheck */.m)(client, { Bucket, Key: `.lockstep/claims/${statePath}` });
    const claim = async (planId, run, signal, nonce = (0,external_node_crypto_.randomUUID)()) => {
        const key = claimKeyOf(planId);
        const body = JSON.stringify({
            note: claimNote,
            nonce,
            run: run === undefined ? null : (0,annotation/* renderAnnotation */.q4)(run),
        });
        for (let tries = 1; tries <= maxTries; tries += 1) {
            // A store that ignores the condition of the write shows an earlier claim only here.
            const before = await bucket.readIfAllowed(key, maxBytes, signal);
            if (before !== undefined && before !== 'denied')
                return claimingFrom(before, nonce);
            // From here on it is seen through whatever is cancelled: a claim that nobody knows of would cost the approval.
            signal?.throwIfAborted();
            const writing = await outcomeOf(bucket.write(key, body, { IfNoneMatch: '*' }));
            if (writing.kind === 'written' && writing.etag !== undefined)
                return { kind: 'claimed', claim: { nonce, version: writing.etag } };
            // An answer may have been lost: only what is there tells whose claim it is.
            const now = await bucket.readIfAllowed(key, maxBytes);
            if (now === 'denied' && writing.kind === 'lost')
                return { kind: 'taken', run: undefined, since: '' };
            if (now !== undefined && now !== 'denied')
                return claimingFrom(now, nonce);
            if (writing.kind === 'failed')
                throw writing.error;
        }
        throw new Error(`${bucket.addressOf(key)} changed each time before it could be written`);
    };
    const readClaim = async (planId, signal) => {
        const found = await bucket.readIfAllowed(claimKeyOf(planId), maxBytes, signal);
        return found === undefined || found === 'denied' ? undefined : takenFrom(found);
    };
    /** undefined: it is not there, or it is not this one. */
    const versionOf = async (planId, nonce) => {
        const found = await bucket.read(claimKeyOf(planId), maxBytes);
        return found !== undefined && jsonFrom(found.body)['nonce'] === nonce ? found.etag : undefined;
    };
    const giveBack = async (planId, claim) => {
        const address = bucket.addressOf(claimKeyOf(planId));
        try {
            const version = claim.version ?? (await versionOf(planId, claim.nonce));
            if (version === undefined)
                return undefined;
            const conditions = await checkConditions();
            if (conditions.kind === 'not-honoured')
                return `${address} was left, since ${conditions.reason}`;
            const removal = await bucket.remove(claimKeyOf(planId), version);
            return removal === 'changed' ? `${address} is the claim of somebody else by now` : undefined;
        }
        catch (error) {
            return (0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error), 500);
        }
    };
    const readApplied = async (signal) => {
        const none = { applied: undefined, version: undefined };
        const stored = await bucket.readIfAllowed(appliedKey, maxBytes, signal);
        if (stored === undefined)
            return none;
        if (stored !== 'denied')
            return appliedFrom(stored, bucket.addressOf(appliedKey));
        // Where only some prefixes may be listed a missing object reads as denied; the listing tells.
        if ((await bucket.isListed(appliedKey, signal)) === false)
            return none;
        return appliedFrom(await bucket.read(appliedKey, maxBytes, signal), bucket.addressOf(appliedKey));
    };
    const writeApplied = async (applied, { version }) => {
        const body = renderApplied(applied);
        const condition = version === undefined ? { IfNoneMatch: '*' } : { IfMatch: version };
        const writing = await outcomeOf(bucket.write(appliedKey, body, condition));
        if (writing.kind === 'written')
            return true;
        const now = await bucket.readIfAllowed(appliedKey, maxBytes);
        if (now !== undefined && now !== 'denied' && now.body.toString('utf8') === body)
            return true;
        if (writing.kind === 'failed')
            throw writing.error;
        return false;
    };
    return { readClaim, claim, giveBack, readApplied, writeApplied };
}
/** A write that failed may have been done. */
async function outcomeOf(writing) {
    return await writing.catch((error) => ({ kind: 'failed', error }));
}
const claimNote = 'This plan was applied, or is being applied. Lockstep applies a plan once.';
function claimingFrom(stored, nonce) {
    const isOurs = jsonFrom(stored.body)['nonce'] === nonce;
    return isOurs && stored.etag !== undefined
        ? { kind: 'claimed', claim: { nonce, version: stored.etag } }
        : { kind: 'taken', ...takenFrom(stored) };
}
function takenFrom({ body, storedAt: since }) {
    const { run } = jsonFrom(body);
    return { run: typeof run === 'string' ? (0,annotation/* parseAnnotation */.fr)(run) : undefined, since };
}
function renderApplied({ commit, run, at }) {
    return JSON.stringify({ commit, run: run === null ? null : (0,annotation/* renderAnnotation */.q4)(run), at });
}
function appliedFrom(stored, address) {
    if (stored === undefined)
        return { applied: undefined, version: undefined };
    const { commit, run, at } = jsonFrom(stored.body);
    if (!(0,git_id/* isGitId */.q)(commit)) {
        throw new Error(`${address} does not name the commit that was applied last. Remove it if no newer commit than yours was applied`);
    }
    const applied = {
        commit,
        run: typeof run === 'string' ? ((0,annotation/* parseAnnotation */.fr)(run) ?? null) : null,
        at: typeof at === 'string' ? (0,plain_text/* plainLine */.h0)(at, 40) : '',
    };
    return { applied, version: stored.etag };
}
function jsonFrom(body) {
    try {
        const value = JSON.parse(body.toString('utf8'));
        return typeof value === 'object' && value !== null ? value : {};
    }
    catch {
        return {};
    }
}

// EXTERNAL MODULE: ./src/backend/read-failure.ts
var read_failure = __webpack_require__(90701);
// EXTERNAL MODULE: ./src/backend/request.ts
var backend_request = __webpack_require__(2293);
// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(57075);
// EXTERNAL MODULE: ./src/backend/object-parameters.ts
var object_parameters = __webpack_require__(50054);
;// CONCATENATED MODULE: ./src/plan-store/object-requests.ts



function createObjectRequests(config, client) {
    const { bucket: Bucket } = config;
    return {
        async get(Key, maxBytes, abortSignal, versionId) {
            const { GetObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
            const command = new GetObjectCommand({
                Bucket,
                Key,
                VersionId: versionId,
                ...(0,object_parameters/* customerKeyParameters */.W)(config),
            });
            try {
                const { Body, ContentLength = 0, ETag, LastModified, VersionId, } = await (await client()).send(command, { abortSignal });
                const told = { lengthBytes: ContentLength, etag: ETag, storedAt: LastModified, versionId: VersionId };
                if (ContentLength <= maxBytes)
                    return { ...told, body: Buffer.from((await Body?.transformToByteArray()) ?? []) };
                // A body that nobody reads keeps its socket, and with it the process.
                if (Body instanceof external_node_stream_.Readable)
                    Body.destroy();
                return { ...told, body: undefined };
            }
            catch (error) {
                // A missing bucket is a 404 too.
                if ((0,read_failure/* statusOf */.c2)(error) === 404 && (0,read_failure/* nameOf */.Vb)(error) === 'NoSuchKey')
                    return undefined;
                throw error;
            }
        },
        async put(Key, Body, condition, abortSignal) {
            const { PutObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
            const ContentType = typeof Body === 'string' ? 'application/json' : 'application/octet-stream';
            const content = { ...(0,object_parameters/* storedObjectParameters */.p)(config), ContentType, Body, ...condition };
            const put = new PutObjectCommand({ Bucket, Key, ...content });
            const { ETag } = await (await client()).send(put, { abortSignal });
            return ETag;
        },
        async remove(Key, { IfMatch }, abortSignal) {
            const { DeleteObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
            await (await client()).send(new DeleteObjectCommand({ Bucket, Key, IfMatch }), { abortSignal });
        },
    };
}

;// CONCATENATED MODULE: ./src/plan-store/state-bucket.ts




class TooLarge extends Error {
}
/** A request that S3 refused or did not answer. `message` is a sentence. */
class BucketError extends Error {
    /** Undefined where there was no answer. */
    status;
    constructor(message, cause) {
        super(message);
        this.name = 'BucketError';
        this.status = (0,read_failure/* statusOf */.c2)(cause);
    }
}
const state_bucket_maxTries = 4;
const pageSize = 1000;
const maxPages = 20;
function createStateBucket(config, client) {
    const { bucket: Bucket } = config;
    const addressOf = (key) => `s3://${Bucket}/${key}`;
    const objects = createObjectRequests(config, client);
    const arn = `arn:${partitionOf(config.region)}:s3:::${Bucket}`;
    /** `permission`: what S3 asks for. */
    const request = async (what, permission, send, signal) => {
        try {
            return await (0,backend_request/* within */.u)(send, signal);
        }
        catch (error) {
            // Who has cancelled needs no sentence about S3.
            if (signal?.aborted === true)
                throw error;
            throw new BucketError(`${what}: ${describe(error)}${missingPermission(error, permission)}`, error);
        }
    };
    const read = async (Key, maxBytes, signal) => {
        const permission = `s3:GetObject on ${arn}/${folderOf(Key)}*, and s3:ListBucket on ${arn}, without which a missing object is denied`;
        const found = await request(`${addressOf(Key)} could not be read`, permission, async (abortSignal) => await objects.get(Key, maxBytes, abortSignal), signal);
        if (found === undefined)
            return undefined;
        const { body, lengthBytes, etag, storedAt } = found;
        if (body === undefined)
            throw new TooLarge(`${addressOf(Key)} has ${String(lengthBytes)} bytes`);
        return { body, etag, storedAt: storedAt?.toISOString() ?? '' };
    };
    const write = async (Key, Body, condition, signal) => {
        const put = async (abortSignal) => {
            // 409: another conditional request for this key was under way, so the condition was not looked at.
            for (let tries = 1;; tries += 1) {
                try {
                    return { kind: 'written', etag: await objects.put(Key, Body, condition, abortSignal) };
                }
                catch (error) {
                    const status = (0,read_failure/* statusOf */.c2)(error);
                    if (status === 412 || (status === 404 && (0,read_failure/* nameOf */.Vb)(error) === 'NoSuchKey'))
                        return { kind: 'lost' };
                    if (status !== 409 || tries === state_bucket_maxTries)
                        throw error;
                }
            }
        };
        const permission = `s3:PutObject on ${arn}/${folderOf(Key)}*`;
        return await request(`${addressOf(Key)} could not be written`, permission, put, signal);
    };
    const remove = async (Key, etag, signal) => {
        const condition = etag === undefined ? {} : { IfMatch: etag };
        const send = async (abortSignal) => {
            for (let tries = 1;; tries += 1) {
                try {
                    await objects.remove(Key, condition, abortSignal);
                    return 'removed';
                }
                catch (error) {
                    const status = (0,read_failure/* statusOf */.c2)(error);
                    if (status === 412)
                        return 'changed';
                    if (status === 404 && (0,read_failure/* nameOf */.Vb)(error) !== 'NoSuchBucket')
                        return 'gone';
                    if (status !== 409 || tries === state_bucket_maxTries)
                        throw error;
                }
            }
        };
        const permission = `s3:DeleteObject on ${arn}/${folderOf(Key)}*`;
        return await request(`${addressOf(Key)} could not be removed`, permission, send, signal);
    };
    const listPage = async (Prefix, MaxKeys, ContinuationToken, signal) => {
        const { ListObjectsV2Command } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
        const page = { Bucket, Prefix, MaxKeys, ContinuationToken };
        return await request(`${addressOf(Prefix)} could not be listed`, `s3:ListBucket on ${arn} for the prefix ${folderOf(Prefix)}*`, async (abortSignal) => await (await client()).send(new ListObjectsV2Command(page), { abortSignal }), signal);
    };
    return {
        addressOf,
        read,
        async readIfAllowed(key, maxBytes, signal) {
            try {
                return await read(key, maxBytes, signal);
            }
            catch (error) {
                if (isDenied(error))
                    return 'denied';
                throw error;
            }
        },
        write,
        remove,
        async list(prefix, signal) {
            const found = [];
            let token;
            for (let pages = 0; pages < maxPages; pages += 1) {
                const { Contents = [], NextContinuationToken } = await listPage(prefix, pageSize, token, signal);
                for (const { Key = '', LastModified } of Contents) {
                    found.push({ key: Key, storedAt: LastModified?.getTime() ?? 0 });
                }
                token = NextContinuationToken;
                if (token === undefined)
                    return found;
            }
            throw new Error(`${addressOf(prefix)} has more than ${String(maxPages * pageSize)} objects`);
        },
        async isListed(key, signal) {
            try {
                // What has only this key for a prefix comes after it.
                const { Contents = [] } = await listPage(key, 1, undefined, signal);
                return Contents[0]?.Key === key;
            }
            catch (error) {
                if (isDenied(error))
                    return undefined;
                throw error;
            }
        },
    };
}
function isDenied(error) {
    return error instanceof BucketError && error.status === 403;
}
/** `.lockstep/plans/`: the part of a key that is the same for every state, as a policy names it. */
function folderOf(key) {
    return /^\.lockstep\/[a-z]+\//.exec(key)?.[0] ?? '';
}
function partitionOf(region = '') {
    if (region.startsWith('cn-'))
        return 'aws-cn';
    return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
/** S3 denies what the key of KMS denies, and says so. */
function missingPermission(error, permission) {
    if ((0,read_failure/* statusOf */.c2)(error) !== 403 || /\bkms:/i.test((0,errors/* messageFromError */.CZ)(error)))
        return '';
    return `. The role needs ${permission}`;
}
function describe(error) {
    if ((0,read_failure/* nameOf */.Vb)(error) === 'TimeoutError')
        return 'S3 did not answer in time';
    return (0,read_failure/* describeFailure */.Ic)(error);
}

;// CONCATENATED MODULE: ./src/plan-store/s3.ts




/**
 * The plans of one state, in its bucket:
 * ```
 * .lockstep/plans/<state key>/<commit>/<name>    a plan, its record and its provider lock file
 * .lockstep/keys/<state key>                     the digest key
 * .lockstep/claims/<state key>/<commit>/<name>   that the plan was applied
 * .lockstep/applied/<state key>                  the commit applied last
 * ```
 * Each kind has a prefix of its own, since a lifecycle rule and a policy know only prefixes.
 */
function createS3PlanStore(config, client) {
    const { statePath } = config;
    const bucket = createStateBucket(config, client);
    const keyName = `.lockstep/keys/${statePath}`;
    const prefix = `.lockstep/plans/${statePath}/`;
    const folderOf = (commit) => `${prefix}${commit}/`;
    return {
        kind: 's3',
        placeOf: (commit) => bucket.addressOf(folderOf(commit)),
        readKey: async (signal) => await readOrMakeKey(bucket, keyName, signal),
        findKey: async (signal) => await findKey(bucket, keyName, signal),
        async put(plan, key, signal) {
            const bundle = (0,plan_bundle/* renderBundle */.pu)(plan, key);
            const name = (0,plan_bundle/* nameOfBundle */.DW)(bundle, plan.record);
            // A name is the name of one content: what is there already is this plan, of a try whose answer was lost.
            await bucket.write(`${folderOf(plan.record.commit)}${name}`, bundle, { IfNoneMatch: '*' }, signal);
        },
        async list(commit, signal) {
            const folder = folderOf(commit);
            const objects = await bucket.list(folder, signal);
            return objects
                .map(({ key, storedAt }) => entryFrom(commit, key.slice(folder.length), storedAt))
                .filter((entry) => entry !== undefined)
                .sort(byAge);
        },
        async read(commit, { id }, key, signal) {
            const refused = (reason) => ({ kind: 'refused', reason });
            const stored = await bucket.read(`${prefix}${id}`, plan_bundle/* maxBundleBytes */.SA, signal).catch(undefinedIfTooLarge);
            if (stored === undefined)
                return refused('it is gone, or too large to be a plan');
            const reading = (0,plan_bundle/* parseBundle */.QN)(stored.body, key);
            if (reading.kind === 'refused')
                return reading;
            const { record } = reading.plan;
            if (record.commit !== commit)
                return refused('it is the plan of another commit');
            if (id !== idOf(commit, (0,plan_bundle/* nameOfBundle */.DW)(stored.body, record)))
                return refused('it is a copy under another name');
            return reading;
        },
        ledger: createS3Ledger(config, client, bucket),
    };
}
function idOf(commit, name) {
    return `${commit}/${name}`;
}
function entryFrom(commit, name, storedAt) {
    const told = (0,plan_bundle/* parseBundleName */.XU)(name);
    return told === undefined ? undefined : { id: idOf(commit, name), storedAt, ...told };
}
/** S3 tells whole seconds. Of two plans of one second the one of the later run counts. */
function byAge(a, b) {
    return b.storedAt - a.storedAt || (b.runId ?? 0) - (a.runId ?? 0);
}
function undefinedIfTooLarge(error) {
    if (!(error instanceof TooLarge))
        throw error;
}
const maxKeyBytes = 4096;
const note = 'Plans of this state are compared with this key. It is as secret as the state.';
/** A plan job may be allowed to write the key only once, and a missing key may read as denied. */
async function readOrMakeKey(bucket, name, signal) {
    const before = await bucket.readIfAllowed(name, maxKeyBytes, signal);
    if (before !== undefined && before !== 'denied')
        return parseKey(before.body, bucket.addressOf(name));
    const bytes = (0,external_node_crypto_.randomBytes)(32);
    const json = JSON.stringify({ note, key: bytes.toString('hex') });
    const { kind } = await bucket.write(name, json, { IfNoneMatch: '*' }, signal);
    if (kind === 'written')
        return (0,plan_bundle/* digestKeyFromBytes */.L0)(bytes);
    const other = await findKey(bucket, name, signal);
    if (other === undefined)
        throw new Error(`${bucket.addressOf(name)} was there a moment ago, and is gone`);
    return other;
}
async function findKey(bucket, name, signal) {
    const stored = await bucket.read(name, maxKeyBytes, signal);
    return stored === undefined ? undefined : parseKey(stored.body, bucket.addressOf(name));
}
function parseKey(body, address) {
    const key = keyFromJson(body.toString('utf8'));
    if (key !== undefined)
        return key;
    throw new Error(`${address} is no digest key that Lockstep has made. Once it is removed a new one is made, and a plan that is stored already can't be applied`);
}
function keyFromJson(json) {
    try {
        const { key } = JSON.parse(json);
        if (typeof key !== 'string' || !/^[0-9a-f]{64}$/.test(key))
            return undefined;
        return (0,plan_bundle/* digestKeyFromBytes */.L0)(Buffer.from(key, 'hex'));
    }
    catch {
        return undefined;
    }
}

;// CONCATENATED MODULE: ./src/plan-store/s3-turns.ts



/** A store that is slower than this is not asked: whoever waits for it loses more than is saved. */
const limitMs = 2_000;
const s3_turns_maxBytes = 1024;
/** The turn of one state is the object `.lockstep/turns/<state key>`, in which the run that is next has written itself. */
function createS3Turns({ statePath }, bucket) {
    const key = `.lockstep/turns/${statePath}`;
    /** What we wrote, also where the answer was lost. Each write has its own, so that each has its own ETag. */
    const nonces = new Set();
    const readingFrom = (stored) => {
        if (stored === undefined)
            return { kind: 'nobody' };
        const { etag: version } = stored;
        if (version === undefined)
            return { kind: 'unknown', reason: 'the store tells no ETag' };
        const { nonce, since } = parseTurn(stored.body);
        return nonces.has(nonce) ? { kind: 'ours', version } : { kind: 'theirs', version, since };
    };
    const read = async (signal) => readingFrom(await bucket.read(key, s3_turns_maxBytes, signal));
    const take = async (since, condition, signal) => {
        const nonce = (0,external_node_crypto_.randomUUID)();
        nonces.add(nonce);
        const body = JSON.stringify({ note: s3_turns_note, since: new Date(since).toISOString(), nonce });
        const writing = await bucket.write(key, body, condition, signal).catch(lostIfBusy);
        return writing.kind === 'written' && writing.etag !== undefined
            ? { kind: 'ours', version: writing.etag }
            : await read(signal);
    };
    /** A bucket may keep objects from being deleted, and a turn that stayed would cost each later run its ten seconds. */
    const leaveToAll = async (version, signal) => {
        const body = JSON.stringify({ note: s3_turns_note, nonce: (0,external_node_crypto_.randomUUID)() });
        await bucket.write(key, body, { IfMatch: version }, signal).catch(() => undefined);
    };
    return {
        read: async () => await limited(read, unknownFrom),
        take: async (since, over) => await limited(async (signal) => await take(since, over === undefined ? { IfNoneMatch: '*' } : { IfMatch: over }, signal), unknownFrom),
        giveBack: async (version) => await limited(async (signal) => {
            await bucket.remove(key, version, signal).catch(async (error) => {
                if (!isUnknownCondition(error)) {
                    await leaveToAll(version, signal);
                    throw error;
                }
                await bucket.remove(key, undefined, signal);
            });
            return undefined;
        }, (reason) => reason),
    };
}
const s3_turns_note = 'A run that waits for the state lock is next. This is only advice, and may be deleted at any time.';
/** Not ended by a cancel: a turn that nobody knows of keeps the others waiting. */
async function limited(ask, otherwise) {
    const signal = AbortSignal.timeout(limitMs);
    try {
        return await ask(signal);
    }
    catch (error) {
        return otherwise(signal.aborted ? `S3 did not answer in ${String(limitMs / 1000)} s` : (0,errors/* messageFromError */.CZ)(error));
    }
}
function unknownFrom(reason) {
    return { kind: 'unknown', reason };
}
/** What makes no sense gives way to every other run. */
function parseTurn(body) {
    try {
        const { nonce, since } = JSON.parse(body.toString('utf8'));
        const at = typeof since === 'string' ? Date.parse(since) : NaN;
        return { nonce: typeof nonce === 'string' ? nonce : '', since: Number.isNaN(at) ? Infinity : at };
    }
    catch {
        return { nonce: '', since: Infinity };
    }
}
/** 409: another conditional request for this key was under way, so somebody else is next. */
function lostIfBusy(error) {
    if (error instanceof BucketError && error.status === 409)
        return { kind: 'lost' };
    throw error;
}
/** Of a store without conditional deletes. What is deleted then may be the turn of another run, which loses little. */
function isUnknownCondition(error) {
    return error instanceof BucketError && (error.status === 400 || error.status === 501);
}

;// CONCATENATED MODULE: ./src/lock/unsaved-marker.ts


/** Larger than any marker: each state takes less than 1 KiB. */
const maxMarkerBytes = 256 * 1024;
const format = 1;
function renderMarker(states) {
    const marked = states.map(({ run, ...state }) => ({
        ...state,
        run: run === undefined ? null : (0,annotation/* renderAnnotation */.q4)(run),
    }));
    const note = 'Terraform could not save these states. Lockstep applies nothing to this state while it is here.';
    return `${JSON.stringify({ format, note, states: marked }, undefined, 2)}\n`;
}
/**
 * Reads what anybody who may write beside the state may have written. `isCopyKey`: whether a
 * copy can have that key, since what it names is shown in commands, and deleted in the end.
 * @throws Error that says what is wrong with it
 */
function parseMarker(json, isCopyKey) {
    const marker = JSON.parse(json);
    if (marker?.format !== format)
        throw new Error('it is of a format that this version does not know');
    if (!Array.isArray(marker.states) || marker.states.length === 0)
        throw new Error('it lists no state');
    return marker.states.map((state) => {
        const text = (name) => {
            const value = state?.[name];
            return typeof value === 'string' ? (0,plain_text/* plainLine */.h0)(value, 500) : null;
        };
        const serial = state?.['serial'];
        const copyKey = state?.['copyKey'];
        return {
            since: text('since') ?? '',
            run: (0,annotation/* parseAnnotation */.fr)(text('run') ?? ''),
            serial: typeof serial === 'number' ? serial : null,
            lineage: text('lineage'),
            content: text('content') ?? '',
            copyKey: typeof copyKey === 'string' && isCopyKey(copyKey) ? copyKey : null,
            file: text('file') ?? '',
            reason: text('reason') ?? '',
        };
    });
}

// EXTERNAL MODULE: ./src/report/shell-word.ts
var shell_word = __webpack_require__(72397);
;// CONCATENATED MODULE: ./src/plan-store/unsaved-state.ts







const unsaved_state_maxTries = 5;
/** Of a write with If-Match or If-None-Match: somebody else was faster. */
const LOST_SWAP = [404, 409, 412];
/**
 * The unsaved states of one state, in its bucket under `.lockstep/states/<state key>/`. There is one marker with a fixed key,
 * so that `apply` needs to read one object and may not list any; it lists every unsaved state, and changes by
 * compare-and-swap. A copy is as secret as the state, and is stored as Terraform stores that.
 */
function createUnsavedStates(config, client) {
    const { bucket: Bucket, statePath } = config;
    const prefix = `.lockstep/states/${statePath}/`;
    const markerKey = `${prefix}state-not-saved`;
    const objects = createObjectRequests(config, client);
    const isCopyKey = (key) => key.startsWith(`${prefix}unsaved/`) && COPY_NAME.test(key.slice(`${prefix}unsaved/`.length));
    const checkConditions = (0,conditional_writes/* createConditionCheck */.m)(client, { Bucket, Key: markerKey });
    const { region, endpoints, sseCustomerKey } = config;
    const cliOptions = [
        ...(region === undefined ? [] : ['--region', region]),
        ...(endpoints.s3 === undefined ? [] : ['--endpoint-url', endpoints.s3]),
    ];
    // The key itself is a secret; the AWS CLI reads it from a file.
    const customerKeyOptions = sseCustomerKey === undefined ? [] : ['--sse-c', 'AES256', '--sse-c-key', 'fileb://KEY_FILE'];
    const addressOf = (key) => `s3://${Bucket}/${key}`;
    /** undefined: there is none. */
    const readMarkerFile = async (abortSignal) => {
        const found = await objects.get(markerKey, maxMarkerBytes, abortSignal);
        return found && { etag: found.etag, json: found.body?.toString('utf8') ?? '' };
    };
    /** Replaces what the marker lists; `change` returns undefined where nothing is to be changed. */
    const swapStates = async (change, abortSignal) => {
        for (let tries = 0; tries < unsaved_state_maxTries; tries += 1) {
            // Where a missing key reads as denied, the condition of the write tells the two apart.
            const file = await readMarkerFile(abortSignal).catch(undefinedIfDenied);
            const states = change(file === undefined ? [] : parseMarker(file.json, isCopyKey));
            if (states === undefined)
                return;
            if (file !== undefined && file.etag === undefined)
                throw new Error('it was read without its ETag');
            const condition = file?.etag === undefined ? { IfNoneMatch: '*' } : { IfMatch: file.etag };
            try {
                if (states.length === 0)
                    await objects.remove(markerKey, condition, abortSignal);
                else
                    await objects.put(markerKey, renderMarker(states), condition, abortSignal);
                return;
            }
            catch (error) {
                if (!LOST_SWAP.includes((0,read_failure/* statusOf */.c2)(error) ?? 0))
                    throw error;
            }
        }
        throw new Error('it changed each time before it could be written');
    };
    const readMarker = async (signal) => {
        let file;
        try {
            file = await (0,backend_request/* within */.u)(readMarkerFile, signal);
        }
        catch (error) {
            const isDenied = (0,read_failure/* statusOf */.c2)(error) === 403;
            return { kind: 'unknown', reason: (0,read_failure/* describeFailure */.Ic)(error), isDenied, transient: (0,read_failure/* isTransient */.dg)(error) };
        }
        if (file === undefined)
            return { kind: 'none' };
        try {
            return { kind: 'marked', states: parseMarker(file.json, isCopyKey) };
        }
        catch (error) {
            return { kind: 'garbled', reason: (0,read_failure/* describeFailure */.Ic)(error) };
        }
    };
    const keep = async (state, text) => {
        const kept = { copyKey: null, isMarked: false };
        const failures = [];
        const note = (what) => (error) => void failures.push(`${what}: ${(0,read_failure/* describeFailure */.Ic)(error)}`);
        const isThis = ({ content }) => content === state.content;
        const keepBoth = async (abortSignal) => {
            const reading = await readMarker(abortSignal);
            const known = reading.kind === 'marked' ? reading.states.find(isThis) : undefined;
            kept.copyKey = known?.copyKey ?? null;
            if (kept.copyKey === null) {
                const key = `${prefix}unsaved/${nameOfCopy(state)}`;
                await objects.put(key, text, {}, abortSignal).then(() => {
                    kept.copyKey = key;
                }, note('no copy could be stored'));
            }
            const { copyKey } = kept;
            const isNews = (states) => !states.some((other) => isThis(other) && other.copyKey === copyKey);
            await swapStates((states) => isNews(states) ? [...states.filter((other) => !isThis(other)), { ...state, copyKey }] : undefined, abortSignal).then(() => {
                kept.isMarked = true;
            }, note('the marker could not be written'));
        };
        await (0,backend_request/* within */.u)(keepBoth).catch(note('it was given up'));
        const { copyKey, isMarked } = kept;
        const copy = copyKey === null ? undefined : addressOf(copyKey);
        return { copy, isMarked, problem: failures.join('; ') };
    };
    const settle = async (content) => {
        const isSaved = (state) => state.content === content;
        let left = [];
        const copies = new Set();
        try {
            await (0,backend_request/* within */.u)(async (abortSignal) => {
                const conditions = await checkConditions(abortSignal);
                if (conditions.kind === 'not-honoured')
                    throw new Error(conditions.reason);
                await swapStates((states) => {
                    left = states.filter((state) => !isSaved(state));
                    for (const { copyKey } of states.filter(isSaved))
                        if (copyKey !== null)
                            copies.add(copyKey);
                    return left.length === states.length ? undefined : left;
                }, abortSignal);
                // A copy that stays is only one too many.
                for (const key of copies)
                    await objects.remove(key, {}, abortSignal).catch(() => undefined);
            });
        }
        catch (error) {
            return { kind: 'failed', reason: (0,read_failure/* describeFailure */.Ic)(error) };
        }
        return { kind: 'settled', left };
    };
    return {
        markerAddress: addressOf(markerKey),
        addressOf,
        fetchCommand: (copyKey, file) => (0,shell_word/* renderShellCommand */.c)('aws', 's3', 'cp', ...cliOptions, ...customerKeyOptions, addressOf(copyKey), file),
        removeCommand: (0,shell_word/* renderShellCommand */.c)('aws', 's3', 'rm', ...cliOptions, addressOf(markerKey)),
        readMarker,
        keep,
        settle,
    };
}
const COPY_NAME = /^[\w-]{1,100}\.tfstate$/;
function nameOfCopy({ run }) {
    const runName = run === undefined ? '' : `${String(run.runId)}-${String(run.attempt)}-`;
    return `${runName}${(0,external_node_crypto_.randomUUID)()}.tfstate`;
}
function undefinedIfDenied(error) {
    if ((0,read_failure/* statusOf */.c2)(error) !== 403)
        throw error;
}

;// CONCATENATED MODULE: ./src/backend/account.ts


/**
 * The AWS account of the backend's credentials, as STS tells it; needs no permission. Never rejects: undefined where it
 * could not be asked. A store of one's own has no STS, and its keys are not for AWS to see, so there it is asked only
 * where an endpoint of it is configured.
 */
async function readAwsAccount(config, client, signal) {
    try {
        return await (0,backend_request/* within */.u)(async (abortSignal) => {
            const s3 = await client();
            const { sts: endpoint } = config.endpoints;
            if (endpoint === undefined && !(await (0,conditional_writes/* isAws */.a)(s3, { Bucket: config.bucket, Key: config.statePath })))
                return undefined;
            const { GetCallerIdentityCommand, STSClient } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(695)]).then(__webpack_require__.t.bind(__webpack_require__, 71695, 19));
            // The S3 client has found the credentials already, and reaches AWS as the backend says.
            const { credentials, requestHandler, region, useFipsEndpoint, useDualstackEndpoint } = s3.config;
            const sts = new STSClient({
                ...{ credentials, requestHandler, useFipsEndpoint, useDualstackEndpoint, maxAttempts: 2 },
                region: config.stsRegion ?? region,
                ...(endpoint === undefined ? {} : { endpoint }),
            });
            const { Account = '' } = await sts.send(new GetCallerIdentityCommand({}), { abortSignal });
            return /^\d{12}$/.test(Account) ? Account : undefined;
        }, signal);
    }
    catch {
        return undefined;
    }
}

// EXTERNAL MODULE: ./src/lock/lock-reading.ts
var lock_reading = __webpack_require__(40801);
;// CONCATENATED MODULE: ./src/backend/both-locks.ts

/** S3 lock file and DynamoDB item at once, as during a migration. */
function combineLocks(s3, dynamodb) {
    return {
        async read(signal) {
            const readBoth = async () => await Promise.all([s3.read(signal), dynamodb.read(signal)]);
            let [fromS3, fromDynamoDb] = await readBoth();
            // Terraform takes and frees the two one after the other, and each try of a waiter makes and deletes the lock
            // file: a pair that disagrees is mostly one that was read in between.
            if (fromS3 && fromDynamoDb && (0,lock_reading/* readingsDisagree */.YV)(fromS3, fromDynamoDb))
                [fromS3, fromDynamoDb] = await readBoth();
            return fromS3 && fromDynamoDb
                ? (0,lock_reading/* combineReadings */.Zd)(fromS3, fromDynamoDb)
                : { kind: 'unknown', reason: 'the lock was not read', transient: true };
        },
        // Terraform's own order: S3, then DynamoDB. Only the halves that were judged to be this lock's are touched, and where
        // the store of one does not let it go, as one without conditional deletes, the other one keeps the state locked too.
        async remove(version, proof) {
            const ends = [];
            if (version.etag !== undefined)
                ends.push({ half: 'lock file', end: await s3.remove(version, proof) });
            if (version.info !== undefined && ends[0]?.end.kind !== 'refused')
                ends.push({ half: 'lock item', end: await dynamodb.remove(version, proof) });
            return combineRemovals(ends);
        },
        // Terraform's own order, in which a waiter of the other half gives the first one back.
        async take(info, proof) {
            const file = await s3.take(info, proof);
            if (file.kind !== 'taken')
                return file;
            const item = await dynamodb.take(info, proof);
            if (item.kind === 'taken')
                return item;
            const left = await s3.read();
            if (left.kind !== 'held' || left.holder.lockId !== info.id)
                return item;
            const removal = await s3.remove(left.version, proof);
            if (removal.kind !== 'refused')
                return item;
            return { kind: 'refused', reason: `the lock file of this run could not be removed: ${removal.reason}` };
        },
        // Each half is a lock that somebody may meet, so each one that can be written is.
        async annotate(lockId, info, signal) {
            const [file, item] = await Promise.all([
                s3.annotate(lockId, info, signal),
                dynamodb.annotate(lockId, info, signal),
            ]);
            return combineAnnotations(file, item);
        },
    };
}
function combineAnnotations(file, item) {
    if (file.kind === 'annotated' && item.kind === 'annotated') {
        return { kind: 'annotated', evidence: `${file.evidence}; ${item.evidence}` };
    }
    if (file.kind === 'refused')
        return { kind: 'refused', reason: `the lock file: ${file.reason}` };
    if (item.kind === 'refused')
        return { kind: 'refused', reason: `the lock item: ${item.reason}` };
    return { kind: 'gone' };
}
const SEVERITY = ['refused', 'changed-hands', 'removed', 'gone'];
/** The worse of the two, with what it leaves. */
function combineRemovals(ends) {
    const [worst, other] = ends.toSorted((a, b) => SEVERITY.indexOf(a.end.kind) - SEVERITY.indexOf(b.end.kind));
    if (worst === undefined)
        return { kind: 'refused', reason: 'the lock was read without its version' };
    const { half, end } = worst;
    if (end.kind === 'removed' || end.kind === 'gone')
        return end;
    const isHalfDone = other?.end.kind === 'removed' || other?.end.kind === 'gone';
    const left = isHalfDone ? { left: half } : {};
    if (end.kind === 'changed-hands')
        return { ...end, ...left };
    const gone = isHalfDone ? ` (the ${other.half} is gone)` : '';
    return { ...end, reason: `the ${half}: ${end.reason}${gone}`, ...left };
}

// EXTERNAL MODULE: ./src/backend/dynamodb-lock.ts
var dynamodb_lock = __webpack_require__(94828);
// EXTERNAL MODULE: ./src/lock/lock-holder.ts
var lock_holder = __webpack_require__(89739);
// EXTERNAL MODULE: ./src/lock/lock-info.ts
var lock_info = __webpack_require__(67769);
;// CONCATENATED MODULE: ./src/backend/local-lock.ts





/**
 * The lock of a state in a file. The lock itself is a POSIX lock that ends with its process; the info file beside
 * the state outlives a killed one, so it never proves that the state is locked (internal/states/statemgr/filesystem_lock_unix.go).
 */
function createLocalLock(stateFile, clock) {
    const infoFile = (0,external_node_path_.join)((0,external_node_path_.dirname)(stateFile), `.${(0,external_node_path_.basename)(stateFile)}.lock.info`);
    return {
        async read() {
            let text;
            try {
                if ((await (0,promises_.stat)(infoFile)).size > 64 * 1024) {
                    return { kind: 'unknown', reason: `"${infoFile}" is too large to be a lock`, transient: false };
                }
                text = await (0,promises_.readFile)(infoFile, 'utf8');
            }
            catch (error) {
                if (error.code === 'ENOENT')
                    return { kind: 'free' };
                return {
                    kind: 'unknown',
                    reason: `"${infoFile}" could not be read: ${(0,errors/* messageFromError */.CZ)(error)}`,
                    transient: false,
                };
            }
            const holder = describeLocalHolder(text, clock.now());
            return {
                kind: 'unknown',
                reason: `there is a lock info file of ${holder}, which may be left over from a Terraform that was killed`,
                transient: true,
            };
        },
        remove: () => Promise.resolve({
            kind: 'refused',
            reason: 'the lock of a local state ends with the process that holds it',
        }),
        take: () => Promise.resolve({ kind: 'refused', reason: 'only Terraform can lock a local state' }),
        // It is open in Terraform, which may write it at any time.
        annotate: () => Promise.resolve({ kind: 'refused', reason: "a local state's lock info is written by Terraform alone" }),
    };
}
function describeLocalHolder(text, now) {
    try {
        return (0,lock_holder/* describeHolder */.sG)((0,lock_holder/* holderFromInfo */.pr)((0,lock_info/* parseLockInfo */.BF)(text), now));
    }
    catch {
        return 'an unknown holder';
    }
}

// EXTERNAL MODULE: ./src/backend/s3-lock.ts
var s3_lock = __webpack_require__(79394);
// EXTERNAL MODULE: ./src/backend/s3-config.ts
var s3_config = __webpack_require__(75051);
;// CONCATENATED MODULE: ./src/backend/state-digest.ts


/** The item `<bucket>/<state path>-md5` (internal/backend/remote-state/s3/client.go). */
function createStateDigest(table, lockKey, client) {
    const LockID = { S: `${lockKey}-md5` };
    return {
        async read(signal) {
            const { GetItemCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(305)]).then(__webpack_require__.t.bind(__webpack_require__, 64305, 19));
            const command = new GetItemCommand({ TableName: table, Key: { LockID }, ConsistentRead: true });
            try {
                const { Item } = await (0,backend_request/* within */.u)(async (abortSignal) => await (await client()).send(command, { abortSignal }), signal);
                const md5 = Item?.['Digest']?.S ?? '';
                return md5 === '' ? { kind: 'none' } : { kind: 'digest', md5 };
            }
            catch (error) {
                const isDenied = (0,read_failure/* statusOf */.c2)(error) === 400 && (0,read_failure/* describeFailure */.Ic)(error).includes('AccessDenied');
                const needs = isDenied ? '; the role of this job needs dynamodb:GetItem on it' : '';
                throw new Error(`The digest of the state could not be read from the table ${table}: ${(0,read_failure/* describeFailure */.Ic)(error)}${needs}`, { cause: error });
            }
        },
        async write(md5, before) {
            const { PutItemCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(305)]).then(__webpack_require__.t.bind(__webpack_require__, 64305, 19));
            const condition = before.kind === 'digest'
                ? {
                    ConditionExpression: 'Digest = :read',
                    ExpressionAttributeValues: { ':read': { S: before.md5 } },
                }
                : { ConditionExpression: 'attribute_not_exists(Digest)' };
            const command = new PutItemCommand({
                TableName: table,
                Item: { LockID, Digest: { S: md5 } },
                ...condition,
            });
            await (0,backend_request/* within */.u)(async (abortSignal) => await (await client()).send(command, { abortSignal }));
        },
    };
}
/** Of a backend without `dynamodb_table`. */
const noDigest = {
    read: () => Promise.resolve({ kind: 'no-table' }),
    write: () => Promise.resolve(),
};

;// CONCATENATED MODULE: ./src/backend/state-history.ts





/** Larger than any state that Terraform can work with. */
const maxStateBytes = 256 * 1024 * 1024;
const state_history_maxTries = 3;
/** The versions of the state object itself. What a read throws is a sentence that names the permission. */
function createStateHistory(config, client, digest) {
    const { bucket: Bucket, statePath: Key } = config;
    const objects = createObjectRequests(config, client);
    const address = `s3://${Bucket}/${Key}`;
    const checkConditions = (0,conditional_writes/* createConditionCheck */.m)(client, { Bucket, Key: `${Key}.tflock` });
    const told = async (what, permission, request) => {
        try {
            return await request;
        }
        catch (error) {
            const denied = (0,read_failure/* statusOf */.c2)(error) === 403 ? `; the role of this job needs ${permission}` : '';
            throw new Error(`${what}: ${(0,read_failure/* describeFailure */.Ic)(error)}${denied}`, { cause: error });
        }
    };
    const get = async (versionId, signal) => {
        const found = await (0,backend_request/* within */.u)(async (abortSignal) => await objects.get(Key, maxStateBytes, abortSignal, versionId), signal);
        if (found === undefined)
            return undefined;
        const { body, etag } = found;
        if (body === undefined)
            throw new Error(`it has ${String(found.lengthBytes)} bytes`);
        return { body, etag, versionId: found.versionId };
    };
    const readNow = async (signal) => await told(`${address} could not be read`, 's3:GetObject on it', get(undefined, signal));
    return {
        async list(signal) {
            const { ListObjectVersionsCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
            const listing = (0,backend_request/* within */.u)(async (abortSignal) => await (await client()).send(new ListObjectVersionsCommand({ Bucket, Prefix: Key }), { abortSignal }), signal);
            const needs = `s3:ListBucketVersions on the bucket ${Bucket}`;
            return listingFromAnswer(await told(`The versions of ${address} could not be listed`, needs, listing), Key);
        },
        async readVersion(versionId, signal) {
            const what = `Version ${versionId} of ${address} could not be read`;
            try {
                const found = await told(what, 's3:GetObjectVersion on it', get(versionId, signal));
                return found?.body;
            }
            catch (error) {
                if (isNoVersion(error.cause))
                    return undefined;
                throw error;
            }
        },
        async readLockVersion(versionId, signal) {
            try {
                const found = await (0,backend_request/* within */.u)(async (abortSignal) => await objects.get(`${Key}.tflock`, lock_info/* maxLockBytes */.Fu, abortSignal, versionId), signal);
                return found?.body === undefined ? undefined : (0,lock_info/* parseLockInfo */.BF)(found.body.toString('utf8'));
            }
            catch {
                return undefined;
            }
        },
        readNow,
        async keepsVersions() {
            const { GetBucketVersioningCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
            const asking = (0,backend_request/* within */.u)(async (abortSignal) => await (await client()).send(new GetBucketVersioningCommand({ Bucket }), { abortSignal }));
            const needs = `s3:GetBucketVersioning on the bucket ${Bucket}`;
            const { Status } = await told('Whether the bucket keeps versions could not be read', needs, asking);
            return Status === 'Enabled';
        },
        async obstacleToWriting() {
            const conditions = await checkConditions();
            return conditions.kind === 'honoured' ? undefined : conditions.reason;
        },
        async write(body, before) {
            const condition = before === undefined ? { IfNoneMatch: '*' } : { IfMatch: before.etag ?? '' };
            return await writeUntilKnown(async () => await (0,backend_request/* within */.u)(async (abortSignal) => await objects.put(Key, body, condition, abortSignal)), async () => {
                const now = await readNow();
                if (now?.body.equals(body) === true)
                    return 'ours';
                return now?.etag === before?.etag ? 'before' : 'other';
            });
        },
        readDigest: async (signal) => await digest.read(signal),
        async writeDigest(md5, before) {
            return await writeUntilKnown(async () => {
                await digest.write(md5, before);
            }, async () => {
                const now = await digest.read();
                if (now.kind === 'digest' && now.md5 === md5)
                    return 'ours';
                return JSON.stringify(now) === JSON.stringify(before) ? 'before' : 'other';
            });
        },
    };
}
/** An error says little of a write that may be done: what is there afterwards tells how it ended. */
async function writeUntilKnown(write, look) {
    let reason = '';
    for (let tries = 0; tries < state_history_maxTries; tries += 1) {
        try {
            await write();
            return { kind: 'written' };
        }
        catch (error) {
            reason = (0,read_failure/* describeFailure */.Ic)(error);
        }
        const now = await look().catch(() => 'before');
        if (now === 'ours')
            return { kind: 'written' };
        if (now === 'other')
            return { kind: 'changed' };
    }
    return { kind: 'failed', reason };
}
function listingFromAnswer({ Versions = [], DeleteMarkers = [], IsTruncated = false }, key) {
    const entryOf = (kind) => (entry) => ({
        kind,
        versionId: entry.VersionId ?? '',
        storedAt: entry.LastModified?.getTime() ?? 0,
        sizeBytes: entry.Size ?? 0,
        isLatest: entry.IsLatest ?? false,
        owner: entry.Owner?.DisplayName ?? entry.Owner?.ID ?? '',
    });
    // Each of the two lists is in S3's own order, newest first; between them only the time tells, in whole seconds, and
    // what is deleted was written before.
    const entriesOf = (wanted) => {
        const own = (entries) => entries.filter(({ Key }) => Key === wanted);
        return [
            ...own(DeleteMarkers).map(entryOf('delete-marker')),
            ...own(Versions).map(entryOf('object')),
        ].sort((a, b) => Number(b.isLatest) - Number(a.isLatest) || b.storedAt - a.storedAt);
    };
    const lastKey = Versions.at(-1)?.Key ?? DeleteMarkers.at(-1)?.Key;
    // The lock file's key comes right after that of the state.
    return { entries: entriesOf(key), locks: entriesOf(`${key}.tflock`), isCut: IsTruncated && lastKey === key };
}
/** An ID that S3 did not make is a 400. */
function isNoVersion(error) {
    if ((0,read_failure/* statusOf */.c2)(error) === 404)
        return (0,read_failure/* nameOf */.Vb)(error) !== 'NoSuchBucket';
    return (0,read_failure/* statusOf */.c2)(error) === 405 || ((0,read_failure/* statusOf */.c2)(error) === 400 && (0,read_failure/* nameOf */.Vb)(error) === 'InvalidArgument');
}

;// CONCATENATED MODULE: ./src/backend/resolve.ts


















/** The AWS SDK is most of what there is to load, and `wait` on another backend needs none of it. */
const loadClients = async () => await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711), __webpack_require__.e(352)]).then(__webpack_require__.bind(__webpack_require__, 62352));
/** Loads the S3 client ahead of its use. */
function preloadS3Client() {
    // A failure comes back where the client is asked for.
    loadClients().catch(() => undefined);
}
/** The backend that `init` has left, for one workspace. */
function resolveBackend(file, workspace, context) {
    if (file.type === 's3')
        return createS3Backend((0,s3_config/* parseS3Config */.C)(file.config, workspace, context.env, context.workingDirectory), context.clock);
    if (file.type === 'local')
        return createLocalBackend(file, workspace, context);
    return createOtherBackend(file, workspace);
}
/** The backend of the input `state-address`, without a Terraform folder. */
function backendFromAddress(address, context) {
    const config = {
        bucket: address.bucket,
        key: address.key,
        region: address.region ?? null,
        dynamodb_table: address.dynamodbTable ?? null,
        // Without a folder nothing says how the state is locked; a lock file is a lock whoever wrote it.
        use_lockfile: true,
        // Nor whether its objects are encrypted; whoever sets AWS_SSE_CUSTOMER_KEY has some that are.
        encrypt: true,
        // A store of one's own has no host name per bucket.
        use_path_style: (context.env['AWS_ENDPOINT_URL_S3'] ?? context.env['AWS_ENDPOINT_URL'] ?? '') !== '',
    };
    return createS3Backend((0,s3_config/* parseS3Config */.C)(config, 'default', context.env, context.workspaceRoot), context.clock);
}
function createS3Backend(config, clock) {
    const { bucket, statePath, useLockfile, dynamodbTable } = config;
    const client = once(async () => await (await loadClients()).createS3Client(config));
    const s3 = (0,s3_lock/* createS3Lock */.Q)(config, client, clock);
    const lockPath = `${bucket}/${statePath}`;
    const dynamodbClient = once(async () => await (await loadClients()).createDynamoDbClient(config));
    const dynamodb = dynamodbTable === undefined
        ? undefined
        : (0,dynamodb_lock/* createDynamoDbLock */.Y)(dynamodbTable, lockPath, dynamodbClient, clock);
    const digest = dynamodbTable === undefined ? noDigest : createStateDigest(dynamodbTable, lockPath, dynamodbClient);
    const mechanism = mechanismOf(useLockfile, dynamodb !== undefined);
    const locks = dynamodb === undefined ? s3 : useLockfile ? combineLocks(s3, dynamodb) : dynamodb;
    const obstacle = obstacleOf(config);
    return {
        type: 's3',
        address: (0,state_address/* renderS3StateAddress */.OA)(bucket, statePath),
        mechanism,
        lockPath,
        lock: obstacle !== undefined
            ? unreadableLock(obstacle)
            : mechanism === 'none'
                ? unreadableLock('this S3 backend has no locking, so nothing tells whether somebody is at work')
                : locks,
        turns: obstacle === undefined ? createS3Turns(config, createStateBucket(config, client)) : undefined,
        unsaved: obstacle === undefined ? createUnsavedStates(config, client) : undefined,
        plans: obstacle === undefined ? createS3PlanStore(config, client) : undefined,
        history: obstacle === undefined ? createStateHistory(config, client, digest) : undefined,
        account: async (signal) => obstacle === undefined ? await readAwsAccount(config, client, signal) : undefined,
        workspacePresence: async (signal) => obstacle === undefined ? await s3WorkspacePresence(config, client, signal) : 'ask-terraform',
    };
}
function mechanismOf(useLockfile, hasTable) {
    if (useLockfile)
        return hasTable ? 's3-and-dynamodb' : 's3';
    return hasTable ? 'dynamodb' : 'none';
}
/** Why our reads might look elsewhere than Terraform does; then the lock is unknown, never free. */
function obstacleOf(config) {
    if (config.unsupported.length > 0) {
        return `Lockstep does not know how to honour ${config.unsupported.join(', ')}`;
    }
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    if ((0,s3_config/* proxyEnvironment */.w)(config.transport) !== undefined && (major < 24 || (major === 24 && minor < 5))) {
        return `a proxy needs a runner with Node 24.5 or later, this one has ${process.versions.node}`;
    }
    return undefined;
}
async function s3WorkspacePresence(config, client, signal) {
    const { HeadObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
    try {
        const object = { Bucket: config.bucket, Key: config.statePath, ...(0,object_parameters/* customerKeyParameters */.W)(config) };
        await (0,backend_request/* within */.u)(async (abortSignal) => await (await client()).send(new HeadObjectCommand(object), { abortSignal }), signal);
        return 'exists';
    }
    catch (error) {
        // A HEAD has no body, so the SDK knows only the status of a missing object.
        return (0,read_failure/* statusOf */.c2)(error) === 404 && (0,read_failure/* nameOf */.Vb)(error) !== 'NoSuchBucket' ? 'missing' : 'ask-terraform';
    }
}
function createLocalBackend(file, workspace, context) {
    const { workingDirectory, workspaceRoot, clock } = context;
    const path = textOf(file.config['path']) ?? 'terraform.tfstate';
    const workspaceFolder = (0,external_node_path_.join)(textOf(file.config['workspace_dir']) ?? 'terraform.tfstate.d', workspace);
    const stateFile = (0,external_node_path_.resolve)(workingDirectory, workspace === 'default' ? path : (0,external_node_path_.join)(workspaceFolder, 'terraform.tfstate'));
    const inRepository = (0,external_node_path_.relative)(workspaceRoot, stateFile);
    const isInside = !/^\.\.(?:[/\\]|$)/.test(inRepository) && !(0,external_node_path_.isAbsolute)(inRepository);
    return {
        type: 'local',
        address: `local:${(isInside ? inRepository : stateFile).split(external_node_path_.sep).join('/')}`,
        mechanism: 'local',
        lockPath: undefined,
        lock: createLocalLock(stateFile, clock),
        ...besideNothing,
        async workspacePresence() {
            try {
                await (0,promises_.stat)((0,external_node_path_.resolve)(workingDirectory, workspaceFolder));
                return 'exists';
            }
            catch {
                return 'missing';
            }
        },
    };
}
// Options that name the state, in the order of the address; the rest may be secret, and differs from job to job.
const ADDRESS_OPTIONS = {
    azurerm: ['storage_account_name', 'container_name', 'key'],
    consul: ['address', 'path'],
    cos: ['bucket', 'prefix', 'key'],
    gcs: ['bucket', 'prefix'],
    kubernetes: ['namespace', 'secret_suffix'],
    oci: ['namespace', 'bucket', 'key'],
    oss: ['bucket', 'prefix', 'key'],
};
function createOtherBackend(file, workspace) {
    const parts = (ADDRESS_OPTIONS[file.type] ?? []).map((name) => textOf(file.config[name])).filter(isPresent);
    const state = parts.length > 0 ? parts.join('/') : String(file.hash);
    return {
        type: file.type,
        address: `${file.type}://${state}/${workspace}`,
        mechanism: 'other',
        lockPath: undefined,
        lock: unreadableLock(`a "${file.type}" backend does not let its lock be read without taking it`),
        ...besideNothing,
        // HCP Terraform's workspaces are made and selected by init, and listed only for some configurations.
        workspacePresence: () => Promise.resolve(isHcp(file.type) ? 'exists' : 'ask-terraform'),
    };
}
/** What only a bucket can keep. */
const besideNothing = {
    turns: undefined,
    unsaved: undefined,
    plans: undefined,
    history: undefined,
    account: () => Promise.resolve(undefined),
};
function isHcp(type) {
    return type === 'cloud' || type === 'remote';
}
function unreadableLock(reason) {
    return {
        read: () => Promise.resolve({ kind: 'unknown', reason, transient: false }),
        remove: () => Promise.resolve({ kind: 'refused', reason }),
        take: () => Promise.resolve({ kind: 'refused', reason }),
        annotate: () => Promise.resolve({ kind: 'refused', reason }),
    };
}
function once(create) {
    let created;
    return () => (created ??= create());
}
function textOf(value) {
    return typeof value === 'string' && value !== '' ? value : undefined;
}
function isPresent(value) {
    return value !== undefined;
}


/***/ }),

/***/ 75051:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ parseS3Config),
/* harmony export */   w: () => (/* binding */ proxyEnvironment)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);

/** Options that change nothing about where the lock is, or how it is read or written. */
const WITHOUT_EFFECT = new Set([
    'allowed_account_ids',
    'forbidden_account_ids',
    'iam_endpoint',
    'lock_tags',
    'max_retries',
    'retry_mode',
    'skip_credentials_validation',
    'skip_region_validation',
    'skip_requesting_account_id',
    'state_tags',
]);
const HONOURED = new Set([
    'access_key',
    'acl',
    'assume_role',
    'assume_role_with_web_identity',
    'bucket',
    'custom_ca_bundle',
    'dynamodb_endpoint',
    'dynamodb_table',
    'encrypt',
    'endpoint',
    'endpoints',
    'force_path_style',
    'http_proxy',
    'https_proxy',
    'insecure',
    'key',
    'kms_key_id',
    'no_proxy',
    'profile',
    'region',
    'secret_key',
    'shared_config_files',
    'shared_credentials_file',
    'shared_credentials_files',
    'skip_metadata_api_check',
    'skip_s3_checksum',
    'sse_customer_key',
    'sts_endpoint',
    'sts_region',
    'token',
    'use_dualstack_endpoint',
    'use_fips_endpoint',
    'use_lockfile',
    'use_path_style',
    'workspace_key_prefix',
]);
/** `config`: as `init` wrote it, with null for what is unset. `folder`: what its paths are relative to. */
function parseS3Config(config, workspace, env, folder) {
    const path = (name) => {
        if (name === undefined)
            return undefined;
        const home = env['HOME'] ?? '';
        return (0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(folder, /^~(?=\/|$)/.test(name) && home !== '' ? `${home}${name.slice(1)}` : name);
    };
    const text = (name, from = config) => {
        const value = from[name];
        return typeof value === 'string' && value !== '' ? value : undefined;
    };
    const flag = (name) => {
        const value = config[name];
        return typeof value === 'boolean' ? value : undefined;
    };
    const fromEnvironment = (...names) => names.map((name) => env[name]).find((value) => value !== undefined && value !== '');
    const endpoints = blockOf(config['endpoints']) ?? {};
    const s3 = text('s3', endpoints) ??
        text('endpoint') ??
        fromEnvironment('AWS_ENDPOINT_URL_S3', 'AWS_S3_ENDPOINT', 'AWS_ENDPOINT_URL');
    const dynamodb = text('dynamodb', endpoints) ??
        text('dynamodb_endpoint') ??
        fromEnvironment('AWS_ENDPOINT_URL_DYNAMODB', 'AWS_DYNAMODB_ENDPOINT', 'AWS_ENDPOINT_URL');
    const sts = text('sts', endpoints) ??
        text('sts_endpoint') ??
        fromEnvironment('AWS_ENDPOINT_URL_STS', 'AWS_STS_ENDPOINT', 'AWS_ENDPOINT_URL');
    // Without a profile in the block the environment's keys come first in Terraform; in the SDK AWS_PROFILE would.
    const keysOfBlock = text('access_key') !== undefined || text('profile') !== undefined;
    const accessKey = keysOfBlock ? text('access_key') : fromEnvironment('AWS_ACCESS_KEY_ID');
    const secretKey = keysOfBlock ? text('secret_key') : fromEnvironment('AWS_SECRET_ACCESS_KEY');
    const token = keysOfBlock ? text('token') : fromEnvironment('AWS_SESSION_TOKEN');
    const configFiles = textList(config['shared_config_files']);
    const credentialsFiles = [
        ...textList(config['shared_credentials_files']),
        ...textList(config['shared_credentials_file']),
    ];
    const encrypt = flag('encrypt') ?? false;
    const unsupported = Object.entries(config)
        .filter(([name, value]) => isSet(value) && !HONOURED.has(name) && !WITHOUT_EFFECT.has(name))
        .map(([name]) => `the backend option ${name}`);
    if (text('sso', endpoints) !== undefined)
        unsupported.push('the backend option endpoints.sso');
    if (configFiles.length > 1)
        unsupported.push('more than one file in shared_config_files');
    if (credentialsFiles.length > 1)
        unsupported.push('more than one file in shared_credentials_files');
    return {
        bucket: text('bucket') ?? '',
        statePath: statePath(text('key') ?? '', config['workspace_key_prefix'], workspace),
        useLockfile: flag('use_lockfile') ?? false,
        dynamodbTable: text('dynamodb_table'),
        region: text('region') ?? fromEnvironment('AWS_REGION', 'AWS_DEFAULT_REGION'),
        stsRegion: text('sts_region'),
        endpoints: {
            ...(s3 === undefined ? {} : { s3 }),
            ...(dynamodb === undefined ? {} : { dynamodb }),
            ...(sts === undefined ? {} : { sts }),
        },
        usePathStyle: flag('use_path_style') ?? flag('force_path_style') ?? false,
        useFips: flag('use_fips_endpoint'),
        useDualStack: flag('use_dualstack_endpoint'),
        sseCustomerKey: encrypt
            ? (text('sse_customer_key') ?? fromEnvironment('AWS_SSE_CUSTOMER_KEY'))
            : undefined,
        encrypt,
        kmsKeyId: text('kms_key_id'),
        acl: text('acl'),
        skipS3Checksum: flag('skip_s3_checksum') ?? false,
        hasLockTags: isSet(config['lock_tags']),
        credentials: {
            accessKey: accessKey === undefined || secretKey === undefined
                ? undefined
                : { id: accessKey, secret: secretKey, ...(token === undefined ? {} : { token }) },
            profile: text('profile'),
            sharedConfigFile: path(configFiles[0] ?? fromEnvironment('AWS_SHARED_CONFIG_FILE')),
            sharedCredentialsFile: path(credentialsFiles[0]),
            assumeRole: blockOf(config['assume_role']),
            assumeRoleWithWebIdentity: withPath(blockOf(config['assume_role_with_web_identity']), path),
            skipMetadata: (flag('skip_metadata_api_check') ?? false) && fromEnvironment('AWS_ACCESS_KEY_ID') === undefined,
        },
        transport: {
            caBundle: path(text('custom_ca_bundle') ?? fromEnvironment('AWS_CA_BUNDLE')),
            insecure: flag('insecure') ?? false,
            httpProxy: text('http_proxy') ?? fromEnvironment('HTTP_PROXY', 'http_proxy'),
            // Terraform takes http_proxy of the block for HTTPS too where https_proxy is not set there.
            httpsProxy: text('https_proxy') ?? text('http_proxy') ?? fromEnvironment('HTTPS_PROXY', 'https_proxy'),
            noProxy: text('no_proxy') ?? fromEnvironment('NO_PROXY', 'no_proxy'),
        },
        unsupported,
    };
}
// internal/backend/remote-state/s3/backend_state.go: path.Join(workspaceKeyPrefix, name, key); Join drops empty parts.
function statePath(key, prefix, workspace) {
    if (workspace === 'default')
        return key;
    const parts = [typeof prefix === 'string' ? prefix : 'env:', workspace, key].filter((part) => part !== '');
    return node_path__WEBPACK_IMPORTED_MODULE_0__.posix.join(...parts);
}
function withPath(block, path) {
    const file = block?.['web_identity_token_file'];
    return typeof file === 'string' ? { ...block, web_identity_token_file: path(file) } : block;
}
// A nested block is an object, or a list of one in configurations of older versions.
function blockOf(value) {
    const block = Array.isArray(value) ? value[0] : value;
    if (typeof block !== 'object' || block === null)
        return undefined;
    return Object.values(block).some(isSet) ? block : undefined;
}
function isSet(value) {
    if (value === null || value === undefined || value === '' || value === false)
        return false;
    if (Array.isArray(value))
        return value.some(isSet);
    return typeof value !== 'object' || Object.values(value).some(isSet);
}
function textList(value) {
    const values = Array.isArray(value) ? value : [value];
    return values.filter((entry) => typeof entry === 'string' && entry !== '');
}
/** The proxies for Node's agents, or undefined without any. Node knows them from 24.5 on. */
function proxyEnvironment(transport) {
    const { httpProxy, httpsProxy, noProxy } = transport;
    if (httpProxy === undefined && httpsProxy === undefined)
        return undefined;
    return {
        ...(httpProxy === undefined ? {} : { HTTP_PROXY: httpProxy }),
        ...(httpsProxy === undefined ? {} : { HTTPS_PROXY: httpsProxy }),
        // Go never sends a request for the own machine to a proxy (golang.org/x/net/http/httpproxy).
        NO_PROXY: [noProxy, 'localhost', '127.0.0.1', '::1'].filter((part) => part !== undefined).join(','),
    };
}


/***/ }),

/***/ 79394:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Q: () => (/* binding */ createS3Lock)
/* harmony export */ });
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57075);
/* harmony import */ var node_stream__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_stream__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(89739);
/* harmony import */ var _lock_lock_info_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(67769);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83916);
/* harmony import */ var _compare_and_swap_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(30732);
/* harmony import */ var _conditional_writes_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(61969);
/* harmony import */ var _object_parameters_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(50054);
/* harmony import */ var _read_failure_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(90701);
/* harmony import */ var _request_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(2293);
/* harmony import */ var _take_lock_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(98665);










const maxRemovalTries = 3;
/** The lock file `<state path>.tflock` of Terraform's native S3 locking. */
function createS3Lock(config, client, clock) {
    const object = { Bucket: config.bucket, Key: `${config.statePath}.tflock` };
    const checkConditions = (0,_conditional_writes_js__WEBPACK_IMPORTED_MODULE_4__/* .createConditionCheck */ .m)(client, object);
    const get = async (signal) => {
        const { GetObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
        const command = new GetObjectCommand({ ...object, ...(0,_object_parameters_js__WEBPACK_IMPORTED_MODULE_7__/* .customerKeyParameters */ .W)(config) });
        return await (0,_request_js__WEBPACK_IMPORTED_MODULE_8__/* .within */ .u)(async (abortSignal) => {
            const answer = await (await client()).send(command, { abortSignal });
            return await lockFileFromAnswer(answer);
        }, signal);
    };
    const read = async (signal) => {
        try {
            return readingFromFile(await get(signal), clock);
        }
        catch (error) {
            if (isMissing(error))
                return { kind: 'free' };
            return (0,_read_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .unknownFromError */ .J6)(error, `the lock file s3://${object.Bucket}/${object.Key}`);
        }
    };
    const remove = async (version) => {
        const { etag } = version;
        if (etag === undefined)
            return { kind: 'refused', reason: 'the lock was read without its ETag' };
        const conditions = await checkConditions();
        if (conditions.kind === 'not-honoured')
            return { kind: 'refused', reason: conditions.reason };
        const { DeleteObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
        const command = new DeleteObjectCommand({ ...object, IfMatch: etag });
        let failure = '';
        for (let tries = 0; tries < maxRemovalTries; tries += 1) {
            try {
                await (0,_request_js__WEBPACK_IMPORTED_MODULE_8__/* .within */ .u)(async (abortSignal) => await (await client()).send(command, { abortSignal }));
                return { kind: 'removed' };
            }
            catch (error) {
                failure = (0,_read_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .describeFailure */ .Ic)(error);
            }
            // Its answer may be lost, or late: only the lock itself tells how the removal ended.
            const now = await read();
            if (now.kind === 'free')
                return { kind: 'gone' };
            if (now.kind === 'held' && now.version.etag !== etag)
                return { kind: 'changed-hands', holder: now.holder };
        }
        return { kind: 'refused', reason: failure };
    };
    const swappable = (signal) => ({
        async read() {
            const file = await get(signal).catch(undefinedIfMissing);
            if (file === undefined)
                return undefined;
            const { json, etag } = file;
            if (json === undefined)
                throw new Error(tooLarge);
            return { json, etag };
        },
        async swap({ etag }, json) {
            if (etag === undefined)
                throw new Error('the lock was read without its ETag');
            const { PutObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
            const content = { ...(0,_object_parameters_js__WEBPACK_IMPORTED_MODULE_7__/* .storedObjectParameters */ .p)(config), Body: json };
            const command = new PutObjectCommand({ ...object, ...content, IfMatch: etag });
            try {
                await (0,_request_js__WEBPACK_IMPORTED_MODULE_8__/* .within */ .u)(async (abortSignal) => await (await client()).send(command, { abortSignal }), signal);
                return 'swapped';
            }
            catch (error) {
                if (LOST_SWAP.includes((0,_read_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .statusOf */ .c2)(error) ?? 0))
                    return 'changed';
                throw error;
            }
        },
    });
    const take = async (info) => {
        const conditions = await checkConditions();
        if (conditions.kind === 'not-honoured')
            return { kind: 'refused', reason: conditions.reason };
        const { PutObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
        const content = { ...(0,_object_parameters_js__WEBPACK_IMPORTED_MODULE_7__/* .storedObjectParameters */ .p)(config), Body: (0,_lock_lock_info_js__WEBPACK_IMPORTED_MODULE_9__/* .renderLockInfo */ .E0)(info), IfNoneMatch: '*' };
        const command = new PutObjectCommand({ ...object, ...content });
        return await (0,_take_lock_js__WEBPACK_IMPORTED_MODULE_6__/* .takeBy */ .R)(async () => await (0,_request_js__WEBPACK_IMPORTED_MODULE_8__/* .within */ .u)(async (abortSignal) => await (await client()).send(command, { abortSignal })), (error) => LOST_SWAP.includes((0,_read_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .statusOf */ .c2)(error) ?? 0), { read, lockId: info.id });
    };
    const annotate = async (lockId, info, signal) => {
        if (config.hasLockTags)
            return { kind: 'refused', reason: 'the lock file has tags, which it would lose' };
        const conditions = await checkConditions(signal);
        if (conditions.kind === 'not-honoured')
            return { kind: 'refused', reason: conditions.reason };
        return await (0,_compare_and_swap_js__WEBPACK_IMPORTED_MODULE_3__/* .annotateBySwap */ .P)(swappable(signal), lockId, info, conditions.evidence);
    };
    return { read, remove, take, annotate };
}
/** Of a write with If-Match: the key is gone, a delete was under way, or the object is another one. */
const LOST_SWAP = [404, 409, 412];
const tooLarge = 'it is too large to be a lock';
// A missing object without s3:ListBucket is a 403, and a missing bucket is a 404 too: neither says "free".
function isMissing(error) {
    return (0,_read_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .statusOf */ .c2)(error) === 404 && (0,_read_failure_js__WEBPACK_IMPORTED_MODULE_5__/* .nameOf */ .Vb)(error) === 'NoSuchKey';
}
function undefinedIfMissing(error) {
    if (!isMissing(error))
        throw error;
}
async function lockFileFromAnswer(answer) {
    const { ETag: etag } = answer;
    if ((answer.ContentLength ?? 0) <= _lock_lock_info_js__WEBPACK_IMPORTED_MODULE_9__/* .maxLockBytes */ .Fu) {
        return { json: (await answer.Body?.transformToString('utf-8')) ?? '', etag };
    }
    // A body that nobody reads keeps its socket, and with it the process.
    if (answer.Body instanceof node_stream__WEBPACK_IMPORTED_MODULE_0__.Readable)
        answer.Body.destroy();
    return { json: undefined, etag };
}
function readingFromFile({ json, etag }, clock) {
    try {
        if (json === undefined)
            throw new Error(tooLarge);
        const holder = (0,_lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .holderFromInfo */ .pr)((0,_lock_lock_info_js__WEBPACK_IMPORTED_MODULE_9__/* .parseLockInfo */ .BF)(json), clock.now());
        return { kind: 'held', holder, version: etag === undefined ? {} : { etag } };
    }
    catch (error) {
        return {
            kind: 'unknown',
            reason: `there is a lock file, but ${(0,_errors_js__WEBPACK_IMPORTED_MODULE_2__/* .messageFromError */ .CZ)(error)}`,
            transient: false,
        };
    }
}


/***/ }),

/***/ 98665:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R: () => (/* binding */ takeBy)
/* harmony export */ });
/* harmony import */ var _read_failure_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(90701);

/**
 * Takes a lock by one conditional write. An error says little: the write may be done, its answer lost, and the SDK's next
 * try was refused by our own lock. So the lock itself tells how it ended.
 */
async function takeBy(write, isRefusal, { read, lockId }) {
    try {
        await write();
        return { kind: 'taken' };
    }
    catch (error) {
        const now = await read();
        if (now.kind === 'held')
            return { kind: now.holder.lockId === lockId ? 'taken' : 'not-taken' };
        if (isRefusal(error))
            return { kind: 'not-taken' };
        return { kind: 'refused', reason: (0,_read_failure_js__WEBPACK_IMPORTED_MODULE_0__/* .describeFailure */ .Ic)(error) };
    }
}


/***/ }),

/***/ 99373:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   _: () => (/* binding */ waitAtMost)
/* harmony export */ });
/** Resolves when the work is done, after `limitMs`, or when `hurry` is aborted. What the work throws is thrown. */
async function waitAtMost(clock, work, limitMs, hurry) {
    const over = new AbortController();
    await Promise.race([work, clock.sleep(limitMs, AbortSignal.any([over.signal, hurry]))]);
    over.abort();
}


/***/ }),

/***/ 37554:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ createLockAnnotation),
/* harmony export */   _: () => (/* binding */ obstacleToAnnotation)
/* harmony export */ });
/* harmony import */ var _lock_annotation_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(87198);

/** The plan of a small state holds its lock for less, and shall cost no request. */
const annotateAfterMs = 300;
const settleMs = 2_000;
/** undefined where nothing is to be written. `engine`: as the stream of this run has told by now. */
function createLockAnnotation({ inputs, ownRun, clock, log }, backend, engine) {
    if (!inputs.annotateLock || ownRun === undefined)
        return undefined;
    const info = (0,_lock_annotation_js__WEBPACK_IMPORTED_MODULE_0__/* .renderAnnotation */ .q4)(ownRun);
    const ended = new AbortController();
    const given = new AbortController();
    let annotating;
    const annotate = async (lockId) => {
        await clock.sleep(annotateAfterMs, ended.signal);
        if (ended.signal.aborted)
            return;
        const obstacle = obstacleToAnnotation(backend, engine());
        if (obstacle !== undefined) {
            log.debug(`The state lock is not annotated: ${obstacle}.`);
            return;
        }
        const end = await backend.lock.annotate(lockId, info, given.signal);
        if (end.kind === 'annotated')
            log.debug(`The state lock ${lockId} names this run now (${end.evidence}).`);
        if (end.kind === 'gone')
            log.debug('The state lock was given back before it was annotated.');
        if (end.kind === 'refused')
            log.debug(`The state lock is not annotated: ${end.reason}.`);
    };
    return {
        locked(lockId) {
            annotating = { lockId, done: annotate(lockId) };
        },
        async ended(unlocked) {
            ended.abort();
            if (annotating === undefined)
                return;
            // What is sent for a lock that was given back meets its condition no more. One that is left behind may soon be
            // removed, as the version that is read: so its last write is waited for.
            if (!unlocked.includes(annotating.lockId)) {
                const settled = new AbortController();
                void annotating.done.then(() => {
                    settled.abort();
                });
                await clock.sleep(settleMs, settled.signal);
            }
            given.abort();
            await annotating.done;
        },
    };
}
/** OpenTofu gives a DynamoDB lock back on the condition that its `Info` is what it wrote. */
function obstacleToAnnotation({ mechanism }, engine) {
    if (mechanism === 's3' || engine === 'terraform')
        return undefined;
    return `with ${engine ?? 'an unknown program'} on DynamoDB it could not be given back any more`;
}


/***/ }),

/***/ 18282:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I6: () => (/* binding */ recoverOwnLock),
/* harmony export */   Ub: () => (/* binding */ lookAtLock),
/* harmony export */   c2: () => (/* binding */ warnOfLeftLock)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _lock_lock_failure_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(8487);
/* harmony import */ var _lock_removal_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(57047);
/* harmony import */ var _plan_run_facts_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(45328);
/* harmony import */ var _runner_files_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(40869);
/* harmony import */ var _prepare_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(38357);






/**
 * The lock as it is after Terraform ended. Terraform's word is not enough (a failed unlock may go unsaid), so it is
 * read; where it is still ours, it is removed as rule 5 allows, else reported.
 */
async function lookAtLock(deps, journey, backend, operation, run) {
    const { attempted, unlockTried, unlocked } = run.coreLog;
    const { resourceEventSeen } = run.facts;
    journey.ownLockIds.push(...attempted);
    const erroredStateAt = await (0,_runner_files_js__WEBPACK_IMPORTED_MODULE_4__/* .modifiedAt */ .L4)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(deps.inputs.workingDirectory, 'errored.tfstate'));
    const reading = await backend.lock.read();
    const refusal = (0,_lock_lock_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .refusalFromRun */ .Al)(run.facts, run.coreLog);
    // A lock that cannot be read may be there, unless it is known that none was written.
    const wasNeverMade = reading.kind === 'unknown' && refusal !== undefined && (0,_lock_lock_failure_js__WEBPACK_IMPORTED_MODULE_1__/* .isLockNeverMade */ .d4)(refusal, backend.mechanism);
    return await removeIfOurs(deps, journey, backend, reading, {
        ownLockIds: wasNeverMade ? [] : attempted,
        seenLockId: journey.seenLockId,
        startedAt: run.startedAt,
        operation,
        resourceEventSeen,
        unlockTried,
        unlocked,
        isCutOff: (0,_plan_run_facts_js__WEBPACK_IMPORTED_MODULE_3__/* .isCutOff */ .o7)(operation, run.facts, run.coreLog),
        stateNotSaved: run.facts.stateNotSaved || erroredStateAt >= run.startedAt,
        groupIsGone: run.groupIsGone,
    });
}
/**
 * A lock that is met while waiting. Where it is of an earlier attempt of this run, which was refused and did nothing,
 * it was left behind by that attempt (with S3 and DynamoDB both on, a foreign item hides our lock file for a while).
 */
async function recoverOwnLock(deps, journey, backend, reading, ownLockIds = journey.ownLockIds) {
    if (reading.kind !== 'held' || (0,_lock_removal_js__WEBPACK_IMPORTED_MODULE_2__/* .ownLockOf */ .nf)(reading, ownLockIds) === undefined)
        return reading;
    const look = await removeIfOurs(deps, journey, backend, reading, {
        ownLockIds,
        startedAt: 0,
        operation: 'plan',
        resourceEventSeen: false,
        unlockTried: [],
        unlocked: [],
        stateNotSaved: false,
        isCutOff: false,
        groupIsGone: true,
    });
    warnOfLeftLock(deps, journey, look.end);
    return look.reading;
}
function warnOfLeftLock(deps, journey, end) {
    if (end.kind !== 'left')
        return;
    const isThere = end.holder === undefined ? 'may be' : 'is';
    const which = end.evidence === 'none' ? 'A state lock, perhaps of this run,' : 'The state lock of this run';
    (0,_prepare_js__WEBPACK_IMPORTED_MODULE_5__/* .warn */ .R8)(deps, journey, `${which} ${isThere} left behind, since ${end.reason}.`);
}
const maxTries = 2;
async function removeIfOurs(deps, journey, backend, reading, facts, tries = 1) {
    const { inputs, log } = deps;
    const givenBack = { kind: 'given-back' };
    if (reading.kind === 'free')
        return { reading, end: givenBack };
    const counted = await deps.countProcesses();
    const processesLeft = facts.groupIsGone || counted === 'not-known' ? counted : Math.max(1, counted);
    const verdict = (0,_lock_removal_js__WEBPACK_IMPORTED_MODULE_2__/* .judgeRemoval */ .kp)({ ...facts, processesLeft }, reading);
    if (verdict.kind === 'nothing-to-remove') {
        return { reading, end: facts.ownLockIds.length > 0 ? givenBack : { kind: 'unnamed' } };
    }
    if (verdict.kind === 'keep')
        return { reading, end: { ...verdict, kind: 'left' } };
    const { lock } = verdict;
    const left = (reason) => ({
        reading,
        end: { kind: 'left', holder: lock.holder, reason, isUnsaved: false },
    });
    if (inputs.recoverLock === 'off')
        return left('recover-lock is off');
    const { lockId } = verdict.proof;
    const removal = await backend.lock.remove(lock.version, verdict.proof);
    switch (removal.kind) {
        case 'removed':
            journey.lockRecovered = lockId;
            (0,_prepare_js__WEBPACK_IMPORTED_MODULE_5__/* .warn */ .R8)(deps, journey, `Removed a state lock that was left behind: ${(0,_lock_removal_js__WEBPACK_IMPORTED_MODULE_2__/* .describeProof */ .ef)(verdict.proof)}.`);
            return { reading: await backend.lock.read(), end: { kind: 'removed', lockId } };
        case 'gone':
            log.say(`The lock ${lockId} of this run is gone.`);
            return { reading: lock === reading ? { kind: 'free' } : reading, end: givenBack };
        case 'changed-hands':
            // An annotation of ours that the store had not answered may be done only now: it is judged as it is then.
            if (removal.holder?.lockId === lockId) {
                if (tries >= maxTries)
                    return left('it changed each time before it could be removed');
                return await removeIfOurs(deps, journey, backend, await backend.lock.read(), facts, tries + 1);
            }
            log.say(`The lock ${lockId} is gone; somebody else has taken the state since.`);
            return { reading: await backend.lock.read(), end: givenBack };
        case 'refused':
            return left(`it could not be removed: ${removal.reason}`);
    }
}


/***/ }),

/***/ 30095:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ createLockNaming),
/* harmony export */   Q: () => (/* binding */ namesLock)
/* harmony export */ });
/* harmony import */ var _plan_run_facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(45328);

const maxReads = 3;
/** Whether this event shows that the Terraform which tells it had the lock that was read. An event is read later than it was told. */
function namesLock(event, { at }) {
    return (0,_plan_run_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .isResourceEvent */ .Bd)(event) && Date.parse(String(event.body['@timestamp'])) > at;
}
/**
 * Names the lock of a Terraform whose own log does not (lock rule 3): the one that is read between two resource events,
 * both of which it tells under its lock. `onRead` and `onNamed` are called once at most. Takes each event of the stream.
 */
function createLockNaming(lock, clock, onNamed, onRead = () => undefined) {
    let reads = 0;
    let isReading = false;
    let seen;
    let isNamed = false;
    const look = async () => {
        reads += 1;
        isReading = true;
        const reading = await lock.read();
        if (reading.kind === 'held') {
            seen = { lockId: reading.holder.lockId, at: clock.now() };
            onRead(seen);
        }
        isReading = false;
    };
    return (event) => {
        if (isNamed || isReading || !(0,_plan_run_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .isResourceEvent */ .Bd)(event))
            return;
        if (seen === undefined) {
            if (reads < maxReads)
                look().catch(() => undefined);
            return;
        }
        if (!namesLock(event, seen))
            return;
        isNamed = true;
        onNamed(seen.lockId);
    };
}


/***/ }),

/***/ 44358:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  HU: () => (/* binding */ createOnGitHub),
  d6: () => (/* binding */ lookAtHolder),
  t8: () => (/* binding */ ownRunOf),
  dc: () => (/* binding */ reportOnGitHub),
  l6: () => (/* binding */ tellOptionsOf)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/clock.ts
var src_clock = __webpack_require__(99373);
// EXTERNAL MODULE: ./src/github/client.ts
var github_client = __webpack_require__(96584);
// EXTERNAL MODULE: ./src/github/runs.ts
var runs = __webpack_require__(1281);
// EXTERNAL MODULE: ./src/report/comment-marker.ts
var comment_marker = __webpack_require__(17202);
;// CONCATENATED MODULE: ./src/retry/token-bucket.ts
function createTokenBucket(clock, capacity, refillMs) {
    let tokens = capacity;
    let countedAt = clock.monotonic();
    return {
        take(count = 1) {
            const now = clock.monotonic();
            tokens = Math.min(capacity, tokens + (now - countedAt) / refillMs);
            countedAt = now;
            if (tokens < count)
                return false;
            tokens -= count;
            return true;
        },
    };
}

// EXTERNAL MODULE: ./src/runner/secrets.ts
var secrets = __webpack_require__(72995);
;// CONCATENATED MODULE: ./src/commands/announce.ts
/** Shorter runs and waits are told by their end alone. */
const tellWorkAfterMs = 2_000;
const tellWaitAfterMs = 5_000;
/** Terraform may take its time until it is refused: only with the lock, or much later, the wait is over. */
const tellWorkAfterWaitMs = 30_000;
/** The comment is read again before it is written over. */
const callsOfWrite = 2;
function createAnnouncer(options) {
    const { clock, comment, holders, calls, tellsWork } = options;
    let stage = 'none';
    /** Aborted when another stage begins. */
    let current = new AbortController();
    let waitingSince;
    /** Which holder, with which verdict, the comment names. */
    let told;
    /** The lock whose holder is about to be told. */
    let telling;
    const begin = (name) => {
        current.abort();
        current = new AbortController();
        stage = name;
        return current.signal;
    };
    const tellWork = async (afterMs, signal) => {
        await clock.sleep(afterMs, signal);
        if (signal.aborted)
            return;
        if (told === undefined ? !tellsWork : !calls.take(callsOfWrite))
            return;
        waitingSince = undefined;
        told = undefined;
        await comment.post({ kind: 'working' });
    };
    const tellWait = async (holder, since, givesUpAt, signal) => {
        const isNew = told?.startsWith(`${holder.lockId} `) !== true;
        if (isNew && telling === holder.lockId)
            return;
        // Taken together, so that looks alone never use up what the comment needs.
        if (isNew && !calls.take(callsOfWrite + holders.callsOfLook(holder)))
            return;
        if (isNew)
            telling = holder.lockId;
        const { lockId, verdict } = await (isNew ? holders.look(holder, 'paid') : holders.look(holder));
        await clock.sleep(Math.max(0, since + tellWaitAfterMs - clock.monotonic()), signal);
        if (telling === lockId)
            telling = undefined;
        const text = `${lockId} ${verdict}`;
        if (signal.aborted || told === text || (!isNew && !calls.take(callsOfWrite)))
            return;
        told = text;
        const failure = await comment.post({ kind: 'waiting', givesUpAt });
        if (failure !== undefined)
            told = undefined;
    };
    return {
        working() {
            if (stage === 'working' || stage === 'ended')
                return;
            comment.open();
            void tellWork(waitingSince === undefined ? tellWorkAfterMs : tellWorkAfterWaitMs, begin('working'));
        },
        locked() {
            if (stage === 'working' && waitingSince !== undefined)
                void tellWork(tellWorkAfterMs, begin('working'));
        },
        waiting(holder, givesUpAt) {
            if (stage === 'ended')
                return;
            // A Terraform that was started and refused in between is still the same wait.
            waitingSince ??= clock.monotonic();
            const signal = stage === 'waiting' ? current.signal : begin('waiting');
            void tellWait(holder, waitingSince, givesUpAt, signal);
        },
        async ended(phase, limitMs, hurry) {
            begin('ended');
            return await comment.finish(phase, limitMs, hurry);
        },
    };
}

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
;// CONCATENATED MODULE: ./src/commands/comment-writer.ts


const tooLate = { message: 'GitHub did not answer in time', refusal: undefined };
const hurriedMs = 3_000;
/** Other runs write the same comment; what was read longer ago than this may be another text by now. */
const readingIsGoodForMs = 2_000;
/** A run that did not wait has the state for itself: others only tell that they wait for it. */
const isShared = (phases) => phases.has('waiting');
function createCommentWriter(options) {
    const { clock } = options;
    let place;
    let wanted;
    let writing;
    let refused;
    const phases = new Set();
    const find = async () => {
        try {
            const thread = await options.openThread();
            return thread === undefined
                ? undefined
                : { thread, comment: await thread.find(), at: clock.monotonic() };
        }
        catch (error) {
            place = undefined;
            throw error;
        }
    };
    const readAgain = async (at) => {
        if (clock.monotonic() - at.at <= readingIsGoodForMs)
            return;
        if (at.comment === undefined)
            at.comment = await at.thread.find();
        else if (isShared(phases))
            at.comment = await at.thread.read(at.comment);
        at.at = clock.monotonic();
    };
    const write = async (phase) => {
        if (refused !== undefined)
            return refused;
        try {
            const at = await (place ??= find());
            if (at === undefined)
                return undefined;
            phases.add(phase.kind);
            await readAgain(at);
            if (at.comment === undefined && !options.isWorthAComment(phase))
                return undefined;
            const body = await options.render(phase, at.comment);
            const isLast = phase.kind === 'ended';
            const updated = at.comment === undefined || at.comment.body === body
                ? at.comment
                : await at.thread.update(at.comment, body, isLast);
            at.comment = updated ?? (await at.thread.create(body));
            at.at = clock.monotonic();
            options.onWritten(at.comment);
            return undefined;
        }
        catch (error) {
            const failure = {
                message: (0,errors/* messageFromError */.CZ)(error),
                refusal: (0,github_client/* isRefusal */.vu)(error) ? (0,github_client/* statusOfError */.mW)(error) : undefined,
            };
            options.debug(`The comment could not be written: ${failure.message}`);
            // What GitHub refuses once it refuses again.
            if (failure.refusal !== undefined)
                refused = failure;
            return failure;
        }
    };
    const writeWanted = async () => {
        let failure;
        for (let phase = wanted; phase !== undefined; phase = wanted) {
            wanted = undefined;
            failure = await write(phase);
        }
        writing = undefined;
        return failure;
    };
    const post = (phase) => {
        wanted = phase;
        return (writing ??= writeWanted());
    };
    return {
        open() {
            place ??= find();
            // It comes back where the comment is written.
            place.catch(() => undefined);
        },
        post,
        async finish(phase, limitMs, hurry) {
            const over = new AbortController();
            const late = clock.sleep(limitMs, AbortSignal.any([over.signal, hurry])).then(async () => {
                if (hurry.aborted)
                    await clock.sleep(hurriedMs, over.signal);
                return tooLate;
            });
            const failure = await Promise.race([post(phase), late]);
            over.abort();
            return failure;
        },
    };
}

;// CONCATENATED MODULE: ./src/commands/holder-watch.ts

const lookAgainAfterMs = 5 * 60_000;
function createHolderWatch({ readRun, clock, calls, debug }) {
    const states = new Map();
    const looks = new Map();
    const ask = async (read, run) => {
        try {
            states.set(nameOf(run), await read(run));
        }
        catch (error) {
            debug(`The run that holds the lock could not be looked up: ${(0,errors/* messageFromError */.CZ)(error)}`);
        }
    };
    const known = (holder) => {
        const state = holder.run === null ? undefined : states.get(nameOf(holder.run));
        if (holder.run === null || state === undefined)
            return holder;
        const { verdict, status, conclusion } = state;
        return { ...holder, verdict, run: { ...holder.run, status, conclusion } };
    };
    const isDue = (run) => {
        const last = looks.get(nameOf(run));
        return last === undefined || clock.monotonic() - last.at >= lookAgainAfterMs;
    };
    return {
        known,
        async look(holder, how) {
            const { run } = holder;
            if (run === null || readRun === undefined)
                return holder;
            if (how === 'now' || (isDue(run) && (how === 'paid' || calls.take())))
                looks.set(nameOf(run), { at: clock.monotonic(), done: ask(readRun, run) });
            await looks.get(nameOf(run))?.done;
            return known(holder);
        },
        callsOfLook: ({ run }) => (run !== null && readRun !== undefined && isDue(run) ? 1 : 0),
    };
}
function nameOf({ url, jobId }) {
    return `${url} ${String(jobId)}`;
}

// EXTERNAL MODULE: ./src/github/comments.ts
var comments = __webpack_require__(66645);
// EXTERNAL MODULE: ./src/github/pull-request.ts
var pull_request = __webpack_require__(52524);
;// CONCATENATED MODULE: ./src/commands/pull-request.ts


/** The comments of the run's pull request: the one it is told, of its event, whose merge was pushed, or of a lock. */
async function openThread(context) {
    const { inputs, event, client, repository, commit, branch, lockPullRequest, carriesMarker } = context;
    const number = inputs.pullRequest ??
        event.pullRequest?.number ??
        (event.name === 'push'
            ? await (0,pull_request/* findMergedPullRequest */.g)(await client(), repository, commit, branch)
            : undefined) ??
        lockPullRequest;
    if (number === undefined) {
        context.debug('There is no pull request to comment on.');
        return undefined;
    }
    return (0,comments/* createCommentThread */.C)({ client, repository, pullRequest: number, carriesMarker });
}
/** Whether a comment is made for this where there is none yet; one that is there is always brought up to date. */
function isWorthAComment(policy, phase) {
    switch (policy) {
        case 'always':
            return true;
        case 'never':
            return false;
        case 'contention':
            return phase.kind === 'waiting' || (phase.kind === 'ended' && phase.result === 'contended');
        case 'auto':
            return phase.kind === 'waiting' || (phase.kind === 'ended' && !isNoNews(phase.result));
    }
}
function isNoNews(result) {
    return result === 'no-changes' || result === 'already-free';
}
/** What to say of a comment that could not be written, and whether it is worth a warning. */
function describeCommentFailure({ message, refusal }, event) {
    const instead = 'The same text stands in the job summary.';
    if ((refusal === 403 || refusal === 404) && event.pullRequest?.hasReadOnlyToken === true) {
        return {
            kind: 'expected',
            text: `A pull request of a fork or of Dependabot has a token that may only read, so there is no comment. ${instead}`,
        };
    }
    const what = 'The comment on the pull request could not be written:';
    if (refusal === 403) {
        return {
            kind: 'warning',
            text: `${what} GitHub refused it. Give the job the permission "pull-requests: write". ${instead}`,
        };
    }
    return { kind: 'warning', text: `${what} ${message.replace(/\.$/, '')}. ${instead}` };
}

// EXTERNAL MODULE: ./src/commands/report.ts
var report = __webpack_require__(8938);
;// CONCATENATED MODULE: ./src/commands/on-github.ts












/** An hour's wait comes to 16 calls; finding or making the comment takes up to 4. A repository has 1,000 for all its jobs. */
const callsAtOnce = 4;
const refillMs = 280_000;
const maxLookMs = 5_000;
const maxReportMs = 10_000;
/** What a run asks GitHub, and tells it. Without a token, or outside of GitHub, it asks and tells nothing. */
function createOnGitHub(context, journey) {
    const { clock, log } = context;
    const debug = (message) => {
        log.debug(message);
    };
    const client = clientOf(context, debug);
    const calls = createTokenBucket(clock, callsAtOnce, refillMs);
    const readRun = client === undefined || context.ownRun === undefined
        ? undefined
        : (0,runs/* createRunReader */.P)(client, context.ownRun.serverUrl);
    const holders = createHolderWatch({ readRun, clock, calls, debug });
    const comment = client === undefined ? silent : writerOf(context, journey, holders, client);
    return {
        github: client,
        holders,
        // On a push the pull request has to be looked for, which takes the place of that request.
        announce: createAnnouncer({ clock, comment, holders, calls, tellsWork: context.event.name !== 'push' }),
    };
}
function clientOf({ inputs, env, ownRun }, debug) {
    const { githubToken: token } = inputs;
    const apiUrl = env['GITHUB_API_URL'] ?? '';
    if (token === undefined || apiUrl === '' || ownRun === undefined)
        return undefined;
    let client;
    return () => (client ??= (0,github_client/* createGitHubClient */.LX)({ token, apiUrl, debug }));
}
function writerOf(context, journey, holders, client) {
    const { inputs, env, event, clock, log } = context;
    const debug = (message) => {
        log.debug(message);
    };
    const { command, commentKey } = inputs;
    if (inputs.comment === 'never' || !COMMENTING.has(command))
        return silent;
    // All that an unlock has to tell is about contention.
    const policy = command === 'unlock' && inputs.comment === 'contention' ? 'auto' : inputs.comment;
    const run = ownRunOf(context);
    const folderName = folderNameOf(inputs);
    const backendConfig = (0,secrets/* placesOfBackendConfig */.c4)(inputs.backendConfig);
    const key = () => ({
        stateAddress: journey.stateAddress,
        folder: inputs.stateAddress === undefined
            ? JSON.stringify([folderName, inputs.workspace ?? env['TF_WORKSPACE'], backendConfig])
            : undefined,
        commentKey,
    });
    return createCommentWriter({
        clock,
        openThread: async () => await openThread({
            inputs,
            event,
            client,
            repository: env['GITHUB_REPOSITORY'] ?? '',
            commit: env['GITHUB_SHA'] ?? '',
            branch: env['GITHUB_REF_NAME'] ?? '',
            lockPullRequest: journey.lockPullRequest,
            carriesMarker: (body) => (0,comment_marker/* parseComment */.vj)(body, key()) !== undefined,
            debug,
        }),
        render: async (phase, before) => {
            // Loaded only here: it would delay the start of Terraform.
            const { renderComment } = await Promise.all(/* import() */[__webpack_require__.e(306), __webpack_require__.e(813), __webpack_require__.e(426), __webpack_require__.e(840)]).then(__webpack_require__.bind(__webpack_require__, 7840));
            const holder = journey.holder === undefined ? undefined : holders.known(journey.holder);
            return renderComment({ ...(0,report/* storyOf */.dH)(command, phase, journey), holder, run, plan: await journey.viewPlan?.() }, {
                key: key(),
                kept: before === undefined ? undefined : (0,comment_marker/* parseComment */.vj)(before.body, key()),
                folderName,
                ...tellOptionsOf(context, journey, clock),
            });
        },
        isWorthAComment: (phase) => isWorthAComment(policy, phase),
        onWritten: ({ url }) => {
            journey.commentUrl = url;
        },
        debug,
    });
}
/** What comment and summary need beside the story. */
function tellOptionsOf(context, journey, clock) {
    const options = { now: clock.now(), sensitive: journey.sensitive, action: actionOf(context?.env ?? {}) };
    if (context === undefined || journey.mechanism === 's3')
        return options;
    const { inputs } = context;
    // An address names no lock table, so a step for such a state works in its folder.
    const { workspace } = inputs;
    const place = { 'working-directory': folderNameOf(inputs) };
    return { ...options, stateInputs: workspace === undefined ? place : { ...place, workspace } };
}
function actionOf(env) {
    return `${env['GITHUB_ACTION_REPOSITORY'] ?? ''}@${env['GITHUB_ACTION_REF'] ?? ''}`;
}
function folderNameOf({ workspaceRoot, workingDirectory }) {
    return (0,external_node_path_.relative)(workspaceRoot, workingDirectory) || '.';
}
/** How the run is told of: by its job's page, where the job is known. */
function ownRunOf({ inputs, env, event, ownRun }) {
    if (ownRun === undefined)
        return undefined;
    const { serverUrl, repository, runId, attempt, jobId, actor } = ownRun;
    const page = jobId === null ? `attempts/${String(attempt)}` : `job/${String(jobId)}`;
    return {
        serverUrl,
        repository,
        url: `${serverUrl}/${repository}/actions/runs/${String(runId)}/${page}`,
        // An unlock is about no commit, whatever its workflow was started on.
        commit: inputs.command === 'unlock' ? '' : commitOf(event, env['GITHUB_SHA']),
        actor: actor ?? '',
    };
}
/** Asks once more for the run of a holder that was waited for in vain, since the advice depends on it. */
async function lookAtHolder(deps, outcome, journey) {
    const { holders, clock, cancelled } = deps;
    const { holder } = journey;
    if (holder === undefined)
        return;
    if (outcome.kind === 'contended') {
        await (0,src_clock/* waitAtMost */._)(clock, holders.look(holder, 'now'), maxLookMs, cancelled);
    }
    journey.holder = holders.known(holder);
}
/** Writes the comment's last version. Returns a warning where that was not possible and should have been. */
async function reportOnGitHub(deps, outcome) {
    const { announce, cancelled, event, log } = deps;
    const failure = await announce.ended((0,report/* phaseOf */.hU)(outcome), maxReportMs, cancelled);
    if (failure === undefined)
        return undefined;
    const { kind, text } = describeCommentFailure(failure, event);
    if (kind === 'warning')
        return text;
    log.say(text);
    return undefined;
}
/** What the workflow was started for. Elsewhere a step has checked out what it likes. */
function commitOf({ name, pullRequest }, sha = '') {
    if (name === 'issue_comment' || name === 'pull_request_target')
        return '';
    return pullRequest?.headCommit ?? sha;
}
const COMMENTING = new Set(['plan', 'apply', 'unlock']);
const silent = {
    open: () => undefined,
    post: () => Promise.resolve(undefined),
    finish: () => Promise.resolve(undefined),
};


/***/ }),

/***/ 28786:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bg: () => (/* binding */ resultOf),
/* harmony export */   M3: () => (/* binding */ failureReasonOf),
/* harmony export */   N6: () => (/* binding */ isFailure),
/* harmony export */   h_: () => (/* binding */ startJourney)
/* harmony export */ });
function startJourney() {
    return {
        stateAddress: undefined,
        mechanism: undefined,
        engine: undefined,
        lockWaitedMs: 0,
        lockAttempts: 0,
        ownLockIds: [],
        seenLockId: undefined,
        lockRecovered: undefined,
        decision: undefined,
        lockPullRequest: undefined,
        holder: undefined,
        planFiles: undefined,
        viewPlan: undefined,
        plannedCommit: undefined,
        reviewedPlan: undefined,
        planDigest: undefined,
        comparison: undefined,
        movedBy: undefined,
        diagnostics: [],
        sensitive: new Set(),
        given: new Set(),
        counts: undefined,
        commentUrl: undefined,
        issue: undefined,
        plannedChanges: [],
        erroredState: undefined,
        isPlanVoid: false,
        leftLock: undefined,
        recovery: undefined,
        stoppedBeforeExpiry: false,
        queue: undefined,
        findings: [],
        restore: undefined,
        audit: undefined,
        onIdle: undefined,
        beside: undefined,
        warnings: [],
    };
}
/** The output `result`. */
function resultOf(outcome) {
    switch (outcome.kind) {
        case 'planned':
            return outcome.hasChanges ? 'changes' : 'no-changes';
        case 'applied':
            return outcome.hasChanges ? 'applied' : 'no-changes';
        case 'lock-read':
            return outcome.reading.kind === 'held' ? 'locked' : outcome.reading.kind;
        case 'lock-free':
            return 'free';
        case 'drift-looked-for':
            return outcome.hasChanges ? 'drift' : 'no-drift';
        case 'audited':
            return outcome.verdict;
        case 'versions-listed':
            return 'listed';
        case 'restored':
        case 'unlocked':
        case 'already-free':
        case 'contended':
        case 'cancelled':
        case 'failed':
            return outcome.kind;
    }
}
/** The output `failure-reason`; empty for a success and for what is no failure of Lockstep's or Terraform's. */
function failureReasonOf(outcome) {
    if (outcome.kind === 'failed')
        return outcome.reason ?? '';
    if (outcome.kind === 'cancelled')
        return 'cancelled';
    return outcome.kind === 'contended' && !outcome.isNeutral ? 'lock-contention' : '';
}
function isFailure(outcome) {
    if (outcome.kind === 'contended')
        return !outcome.isNeutral;
    if (outcome.kind === 'drift-looked-for')
        return outcome.hasChanges && outcome.failsOnDrift;
    if (outcome.kind === 'audited')
        return outcome.isFailure;
    return outcome.kind === 'failed' || outcome.kind === 'cancelled';
}


/***/ }),

/***/ 38357:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $R: () => (/* binding */ requireLocking),
/* harmony export */   R8: () => (/* binding */ warn),
/* harmony export */   V4: () => (/* binding */ reportInit),
/* harmony export */   iA: () => (/* binding */ prepare)
/* harmony export */ });
/* harmony import */ var _backend_backend_file_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(94211);
/* harmony import */ var _backend_resolve_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(39213);
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(83916);
/* harmony import */ var _lock_mechanism_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(44882);
/* harmony import */ var _report_plain_text_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(6676);
/* harmony import */ var _runner_given_values_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(1386);
/* harmony import */ var _terraform_arguments_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(12548);
/* harmony import */ var _terraform_human_errors_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(36065);
/* harmony import */ var _redact_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(33765);









const PLANNING = new Set(['plan', 'apply', 'drift']);
/** Everything up to the lock: init, the backend, the workspace. Throws what stands in the way. */
async function prepare(deps, journey, { stateMayBeBroken = false } = {}) {
    const { inputs, env, log, clock } = deps;
    journey.given = await (0,_runner_given_values_js__WEBPACK_IMPORTED_MODULE_4__/* .readGivenValues */ .I)(inputs, env);
    const terraform = await deps.openTerraform(inputs.workingDirectory);
    log.say(`Executable: ${terraform.executable.path}`);
    const directory = (0,_backend_backend_file_js__WEBPACK_IMPORTED_MODULE_0__/* .dataDirectory */ .e2)(inputs.workingDirectory, env);
    // Before init, which quietly selects `default` where the selected workspace is gone and no other is left.
    const selected = await (0,_backend_backend_file_js__WEBPACK_IMPORTED_MODULE_0__/* .readSelectedWorkspace */ .$1)(directory);
    const wanted = inputs.workspace ?? nonEmpty(env['TF_WORKSPACE']);
    const workspace = wanted ?? selected;
    if (terraform.executable.isScript) {
        warn(deps, journey, `${terraform.executable.path} is a script. Lockstep looks at its whole process group, since its own end does not tell that Terraform has ended.`);
    }
    const initialising = inputs.init ? terraform.run((0,_terraform_arguments_js__WEBPACK_IMPORTED_MODULE_6__/* .initArguments */ .nD)(inputs)) : undefined;
    initialising?.catch(() => undefined);
    // Loading the client takes as long as a small init, and blocks: so it comes after the start of init.
    (0,_backend_resolve_js__WEBPACK_IMPORTED_MODULE_1__/* .preloadS3Client */ .RD)();
    if (initialising !== undefined) {
        const init = await initialising;
        // It configures the backend, and then reads the state: internal/command/init.go.
        if (stateMayBeBroken && init.exitCode !== 0 && (await isConfigured(terraform))) {
            log.say('terraform init could configure the backend, and not read the state.');
            log.debug((0,_redact_js__WEBPACK_IMPORTED_MODULE_5__/* .redactionOf */ .Zx)(journey, true)(`${init.stdout}${init.stderr}`));
        }
        else
            reportInit(deps, journey, init);
    }
    // Without init, only a command that loads the backend tells that the folder's note of it is not out of date.
    else if (!PLANNING.has(inputs.command))
        await listWorkspaces(terraform);
    const { workingDirectory, workspaceRoot } = inputs;
    const backendFile = await (0,_backend_backend_file_js__WEBPACK_IMPORTED_MODULE_0__/* .readBackendFile */ .RK)(directory);
    const backend = (0,_backend_resolve_js__WEBPACK_IMPORTED_MODULE_1__/* .resolveBackend */ .Bm)(backendFile, workspace, {
        env,
        clock,
        workingDirectory,
        workspaceRoot,
    });
    journey.stateAddress = backend.address;
    journey.mechanism = backend.mechanism;
    log.say(`State: ${(0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_7__/* .plainLine */ .h0)(backend.address, 500)}`);
    if (!stateMayBeBroken)
        await requireWorkspace(deps, terraform, backend, workspace);
    const workspaceVariable = inputs.createWorkspace ? workspace : wanted;
    const { executable } = terraform;
    deps.recorder.note({ place: { executable, backendFile, workspace, workspaceVariable } });
    return { terraform, backend, workspace, workspaceVariable };
}
/** An S3 backend without any locking is warned of by `plan`, and refused by `apply` unless that is wanted. */
function requireLocking(deps, journey, { backend }) {
    if (backend.mechanism !== 'none')
        return;
    const { command, allowUnlockedBackend } = deps.inputs;
    if ((command === 'apply' || command === 'restore') && !allowUnlockedBackend) {
        throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LockstepError */ .Cj('unlocked-backend', _lock_mechanism_js__WEBPACK_IMPORTED_MODULE_3__/* .noLockingAdvice */ .n, `To ${command} without a lock all the same, set allow-unlocked-backend to true.`);
    }
    warn(deps, journey, _lock_mechanism_js__WEBPACK_IMPORTED_MODULE_3__/* .noLockingAdvice */ .n);
}
/** Each warning once, however often Terraform is started. */
function warn(deps, journey, message) {
    if (journey.warnings.includes(message))
        return;
    journey.warnings.push(message);
    deps.log.annotate('warning', message);
}
function reportInit(deps, journey, init) {
    const { log } = deps;
    const redact = (0,_redact_js__WEBPACK_IMPORTED_MODULE_5__/* .redactionOf */ .Zx)(journey, init.exitCode !== 0);
    log.startGroup('terraform init');
    log.lines(redact(`${init.stdout}${init.stderr}`));
    log.endGroup();
    if (init.exitCode === 0)
        return;
    const errors = (0,_terraform_human_errors_js__WEBPACK_IMPORTED_MODULE_8__/* .parseHumanErrors */ .I)(init.stderr);
    (0,_redact_js__WEBPACK_IMPORTED_MODULE_5__/* .tellDiagnostics */ .gm)(deps, journey, errors, true);
    const [first] = errors;
    const missing = /Currently selected workspace "(.*)" does not exist/.exec(first?.summary ?? '');
    if (missing !== null)
        throw workspaceMissing((0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_7__/* .plainLine */ .h0)(missing[1] ?? ''), 'the folder has it selected');
    const summary = first === undefined
        ? `exit code ${String(init.exitCode)}`
        : (0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_7__/* .plainLine */ .h0)(redact((0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_7__/* .plainText */ .wh)(first.summary)), 300);
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LockstepError */ .Cj('terraform-error', `terraform init failed: ${summary}`, `The log has its whole output in the group "terraform init".${isDigestApart(first) ? ` ${digestAdvice}` : ''}`);
}
// internal/backend/remote-state/s3/client.go, errBadChecksumFmt.
function isDigestApart(error) {
    return error?.summary.includes('state data in S3 does not have the expected content') === true;
}
const digestAdvice = 'The command "restore" tells which of the two is newer, the state or its digest in the lock table. Where the state that is there is the right one, restore with repair-digest: true writes its digest.';
/**
 * `init` ran without TF_WORKSPACE, since it would create the workspace; so it is looked for here. A workspace that may
 * be created is left to Terraform, which makes it under its own lock when TF_WORKSPACE names it.
 */
async function requireWorkspace(deps, terraform, backend, workspace) {
    const { inputs, log, cancelled } = deps;
    if (workspace === 'default')
        return;
    let presence = await backend.workspacePresence(cancelled);
    if (presence === 'ask-terraform') {
        presence = (await listWorkspaces(terraform)).includes(workspace) ? 'exists' : 'missing';
    }
    if (presence === 'exists')
        return;
    if (!inputs.createWorkspace)
        throw workspaceMissing(workspace, 'the backend has no state for it');
    log.say(`The workspace "${workspace}" does not exist yet; Terraform creates it.`);
}
/** Whether the folder is set up for the backend of its configuration; the state is not looked at. */
async function isConfigured(terraform) {
    return (await terraform.run(['workspace', 'list'])).exitCode === 0;
}
async function listWorkspaces(terraform) {
    const list = await terraform.run(['workspace', 'list']);
    if (list.exitCode === 0)
        return list.stdout.split('\n').map((line) => line.replace(/^\*? +/, '').trim());
    const reason = (0,_terraform_human_errors_js__WEBPACK_IMPORTED_MODULE_8__/* .parseHumanErrors */ .I)(list.stderr)[0]?.summary ?? list.stderr;
    throw new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LockstepError */ .Cj('terraform-error', `terraform workspace list failed: ${(0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_7__/* .plainLine */ .h0)(reason, 300)}`);
}
function workspaceMissing(workspace, why) {
    return new _errors_js__WEBPACK_IMPORTED_MODULE_2__/* .LockstepError */ .Cj('workspace-missing', `The workspace "${workspace}" was not found: ${why}. Nothing was created.`, 'Check the input "workspace" and TF_WORKSPACE; to create it, set create-workspace to true.');
}
function nonEmpty(text) {
    return text === '' ? undefined : text;
}


/***/ }),

/***/ 33765:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Zx: () => (/* binding */ redactionOf),
  gm: () => (/* binding */ tellDiagnostics)
});

// UNUSED EXPORTS: redactDiagnostic

// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
// EXTERNAL MODULE: ./src/report/redaction.ts
var redaction = __webpack_require__(27079);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/plan/diagnostic.ts
var plan_diagnostic = __webpack_require__(65236);
;// CONCATENATED MODULE: ./src/commands/annotate.ts



/** The runner keeps 10 of a kind for each step; the last is for the step's own error. */
const maxAnnotations = 9;
/** Puts diagnostics with a source range on their line of the pull request. */
function annotateDiagnostics(log, diagnostics, inputs) {
    const shown = { error: 0, warning: 0 };
    for (const diagnostic of diagnostics) {
        const { severity, range, summary } = diagnostic;
        const file = range === undefined ? undefined : fileInRepository(range.filename, inputs);
        if (range === undefined || file === undefined || shown[severity] >= maxAnnotations)
            continue;
        shown[severity] += 1;
        log.annotate(severity, (0,plain_text/* plainText */.wh)((0,plan_diagnostic/* renderDiagnostic */.I)(diagnostic)), {
            title: (0,plain_text/* plainLine */.h0)(summary),
            file,
            line: range.start.line,
            endLine: Math.max(range.start.line, range.end.line),
        });
    }
}
/** undefined for what is not in the repository: a downloaded module has no line in the pull request. */
function fileInRepository(filename, { workspaceRoot, workingDirectory }) {
    const path = (0,external_node_path_.relative)(workspaceRoot, (0,external_node_path_.isAbsolute)(filename) ? filename : (0,external_node_path_.join)(workingDirectory, filename));
    const isOutside = /^\.\.(?:[/\\]|$)/.test(path) || (0,external_node_path_.isAbsolute)(path);
    if (isOutside || path.split(external_node_path_.sep).includes('.terraform'))
        return undefined;
    return path.split(external_node_path_.sep).join('/');
}

;// CONCATENATED MODULE: ./src/commands/redact.ts



/** Takes out what is sensitive and, from what is said of a failure, also the values that nobody has judged. */
function redactionOf({ sensitive, given }, isFailure) {
    return (0,redaction/* createRedaction */.E)(isFailure ? new Set([...sensitive, ...given]) : sensitive);
}
/** Terraform's errors and warnings for the comment, the summary and the lines of the pull request. */
function tellDiagnostics({ log, inputs }, journey, diagnostics, isFailure) {
    const redact = redactionOf(journey, isFailure);
    journey.diagnostics = diagnostics.map((diagnostic) => redactDiagnostic(diagnostic, redact));
    annotateDiagnostics(log, journey.diagnostics, inputs);
}
/** The file that it points to keeps its name: GitHub finds the line by it. */
function redactDiagnostic(diagnostic, redact) {
    const { summary, detail, address, snippet } = diagnostic;
    const hide = (text) => redact((0,plain_text/* plainText */.wh)(text));
    return {
        ...diagnostic,
        summary: hide(summary),
        detail: hide(detail),
        ...(address === undefined ? {} : { address: hide(address) }),
        ...(snippet === undefined ? {} : { snippet: { ...snippet, code: hide(snippet.code) } }),
    };
}


/***/ }),

/***/ 8938:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Kf: () => (/* binding */ commandsOf),
/* harmony export */   WP: () => (/* binding */ preloadSummary),
/* harmony export */   YG: () => (/* binding */ summaryOf),
/* harmony export */   Yz: () => (/* binding */ outputsOf),
/* harmony export */   bD: () => (/* binding */ messageOf),
/* harmony export */   dH: () => (/* binding */ storyOf),
/* harmony export */   hU: () => (/* binding */ phaseOf),
/* harmony export */   kH: () => (/* binding */ noteOf),
/* harmony export */   mQ: () => (/* binding */ countsOf),
/* harmony export */   oY: () => (/* binding */ groupOfState)
/* harmony export */ });
/* harmony import */ var _lock_state_address_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(52483);
/* harmony import */ var _runner_files_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(40869);
/* harmony import */ var _outcome_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(28786);



/** The sentences that end a run: what happened, and what to do. */
function messageOf(outcome) {
    switch (outcome.kind) {
        case 'already-free':
        case 'contended':
        case 'cancelled':
            return outcome.message;
        case 'failed':
            return outcome.advice === '' ? outcome.message : `${outcome.message}\n${outcome.advice}`;
        case 'drift-looked-for':
            return (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .isFailure */ .N6)(outcome) ? 'Something differs, and fail-on-drift is "true".' : '';
        case 'planned':
        case 'applied':
        case 'lock-read':
        case 'lock-free':
        case 'unlocked':
        case 'audited':
        case 'versions-listed':
        case 'restored':
            return '';
    }
}
function commandsOf(outcome) {
    return outcome.kind === 'failed' ? (outcome.commands ?? []) : [];
}
/** Every output of action.yml; what does not apply is empty, so that a step's `outputs.x` never is a surprise. */
function outputsOf(outcome, journey) {
    const counts = countsOf(outcome);
    const number = (name) => (counts === undefined ? '' : String(counts[name]));
    const files = journey.planFiles;
    return {
        result: (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .resultOf */ .Bg)(outcome),
        'failure-reason': (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .failureReasonOf */ .M3)(outcome),
        'has-changes': 'hasChanges' in outcome ? String(outcome.hasChanges) : '',
        add: number('add'),
        change: number('change'),
        destroy: number('destroy'),
        import: number('import'),
        replace: number('replace'),
        move: number('move'),
        forget: number('forget'),
        // What drift has planned was reviewed by nobody, and is for no apply.
        'plan-file': outcome.kind === 'drift-looked-for' ? '' : (files?.planFile ?? ''),
        'plan-json-file': files?.jsonFile ?? '',
        'plan-text-file': files?.textFile ?? '',
        'plan-digest': journey.planDigest ?? '',
        'state-address': journey.stateAddress ?? '',
        'concurrency-group': groupOfState(journey) ?? '',
        'lock-holder': journey.holder === undefined ? '' : JSON.stringify(journey.holder),
        'lock-waited-seconds': (journey.lockWaitedMs / 1000).toFixed(1),
        'lock-attempts': String(journey.lockAttempts),
        'lock-recovered': journey.lockRecovered ?? '',
        'comment-url': journey.commentUrl ?? '',
        'errored-state': journey.erroredState ?? '',
        'audit-json-file': outcome.kind === 'audited' ? outcome.jsonFile : '',
        'outputs-json-file': outcome.kind === 'applied' ? (outcome.outputsFile ?? '') : '',
    };
}
/** The output `concurrency-group`. */
function groupOfState({ stateAddress }) {
    return stateAddress === undefined ? undefined : (0,_lock_state_address_js__WEBPACK_IMPORTED_MODULE_0__/* .concurrencyGroupFromAddress */ .Jc)(stateAddress);
}
/** The end of a run as it is told. */
function phaseOf(outcome) {
    return {
        kind: 'ended',
        result: (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .resultOf */ .Bg)(outcome),
        failureReason: (0,_outcome_js__WEBPACK_IMPORTED_MODULE_2__/* .failureReasonOf */ .M3)(outcome),
        message: messageOf(outcome),
        commands: commandsOf(outcome),
    };
}
/** What a run tells of itself at any moment; the plan and its text are added where they are wanted. */
function storyOf(command, phase, journey) {
    return {
        command,
        phase,
        stateAddress: journey.stateAddress,
        counts: journey.counts,
        holder: journey.holder,
        queue: journey.queue,
        findings: journey.findings,
        audit: journey.audit,
        lockWaitedMs: journey.lockWaitedMs,
        lockAttempts: journey.lockAttempts,
        lockRecovered: journey.lockRecovered,
        decision: journey.decision,
        isPlanVoid: journey.isPlanVoid,
        leftLock: journey.leftLock,
        recovery: journey.recovery,
        comparison: journey.comparison,
        plannedCommit: journey.plannedCommit,
        reviewedPlan: journey.reviewedPlan,
        restore: journey.restore,
        issue: journey.issue,
        warnings: journey.warnings,
        diagnostics: journey.diagnostics,
        plan: undefined,
        planText: '',
        run: undefined,
    };
}
const loadSummary = async () => await Promise.all(/* import() */[__webpack_require__.e(306), __webpack_require__.e(813), __webpack_require__.e(426), __webpack_require__.e(236)]).then(__webpack_require__.bind(__webpack_require__, 5236));
/** Loads what writes the summary while Terraform is at work: it would delay its start. */
function preloadSummary() {
    // A failure comes back where the summary is written.
    loadSummary().catch(() => undefined);
}
/** A warning that came up after the summary was written. */
async function noteOf(warning) {
    return (await loadSummary()).renderNote(warning);
}
async function summaryOf(command, outcome, journey, options) {
    const { planFiles, plannedChanges } = journey;
    const planText = planFiles === undefined ? plannedChanges.join('\n') : await (0,_runner_files_js__WEBPACK_IMPORTED_MODULE_1__/* .readText */ .yR)(planFiles.textFile);
    const { renderJobSummary } = await loadSummary();
    const story = storyOf(command, phaseOf(outcome), journey);
    return renderJobSummary({ ...story, planText, run: options.run }, options);
}
function countsOf(outcome) {
    return 'counts' in outcome ? outcome.counts : undefined;
}


/***/ }),

/***/ 51565:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ keepUnsavedState),
/* harmony export */   T: () => (/* binding */ rescueState)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83916);
/* harmony import */ var _plan_sha256_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(65220);
/* harmony import */ var _plan_state_file_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(17945);
/* harmony import */ var _retry_backoff_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(68974);
/* harmony import */ var _retry_deadline_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(54420);
/* harmony import */ var _runner_files_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(40869);
/* harmony import */ var _terraform_stored_state_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(6701);







/**
 * Saves a state that lies in a file since Terraform could not save it: pushes it, and from the first failure on keeps a
 * copy beside the state, whose marker makes every later `apply` refuse. The file is removed once the state was read
 * back from where it belongs.
 */
async function rescueState(parts, file, { ownLock, budgetMs }) {
    const { clock, random, log, backend } = parts;
    const deadline = (0,_retry_deadline_js__WEBPACK_IMPORTED_MODULE_6__/* .startDeadline */ .d)(clock, budgetMs);
    let text;
    try {
        text = await (0,_runner_files_js__WEBPACK_IMPORTED_MODULE_4__/* .readText */ .yR)(file);
    }
    catch (error) {
        return { kind: 'left', file, reason: (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageFromError */ .CZ)(error), isMarked: false };
    }
    const state = (0,_plan_state_file_js__WEBPACK_IMPORTED_MODULE_2__/* .parseStateFile */ .ne)(text);
    const stored = (0,_terraform_stored_state_js__WEBPACK_IMPORTED_MODULE_5__/* .createStoredState */ .z)(parts.terraform, parts.workspaceVariable, clock);
    let keeping;
    for (let tries = 0;; tries += 1) {
        const end = state === undefined ? notAState : await pushOnce(parts, stored, file, state, ownLock);
        if (end.kind === 'stored') {
            if (state !== undefined)
                await backend.unsaved?.settle(state.content);
            await (0,_runner_files_js__WEBPACK_IMPORTED_MODULE_4__/* .removeFile */ .nM)(file);
            return { kind: 'pushed' };
        }
        // Each time until both are there: the store may be back for one of them only.
        if (keeping?.copy === undefined || !keeping.isMarked)
            keeping = await keep(parts, file, text, end.reason);
        if (end.kind === 'refused' || deadline.hasPassed())
            return describeEnd(file, end.reason, keeping);
        log.say(`The state could not be pushed yet: ${end.reason}. Trying again.`);
        await clock.sleep(Math.min((0,_retry_backoff_js__WEBPACK_IMPORTED_MODULE_3__/* .retryDelayMs */ .qO)(tries, random), deadline.remainingMs()));
    }
}
/**
 * Keeps a copy of the state in this file beside the state it should be, and marks that. undefined where the backend
 * has no place for it.
 */
async function keepUnsavedState(parts, file, reason) {
    try {
        return await keep(parts, file, await (0,_runner_files_js__WEBPACK_IMPORTED_MODULE_4__/* .readText */ .yR)(file), reason);
    }
    catch (error) {
        return { copy: undefined, isMarked: false, problem: (0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageFromError */ .CZ)(error) };
    }
}
const notAState = {
    kind: 'refused',
    reason: 'the file is no whole state in clear, so it cannot be compared with the one in the store',
};
/** The store itself tells how it ended: what Terraform said of a push may be a lost answer. */
async function pushOnce({ log }, stored, file, state, ownLock) {
    const before = await compareWithStored(stored, state);
    if (before.kind !== 'newer')
        return before;
    const push = await stored.push(file, { ownLock });
    if (push.kind === 'failed')
        return endOfFailure(push);
    if (push.lockLeft !== undefined) {
        log.annotate('warning', `The state was pushed, but Terraform could not give back the lock that it took for that. When no Terraform works on this state, run: terraform force-unlock ${push.lockLeft}`);
    }
    const after = await compareWithStored(stored, state);
    if (after.kind !== 'newer')
        return after;
    return { kind: 'failed', reason: 'Terraform pushed it, but the store does not have it' };
}
/** A denial stays one, and so do expired credentials: only a store that is down comes back. */
function endOfFailure({ reason, isDenied }) {
    return { kind: isDenied === true ? 'refused' : 'failed', reason };
}
async function compareWithStored(stored, state) {
    const pull = await stored.pull();
    if (pull.kind === 'failed')
        return endOfFailure(pull);
    const standing = (0,_plan_state_file_js__WEBPACK_IMPORTED_MODULE_2__/* .compareStates */ .CD)(state, pull.state);
    return standing.kind === 'overtaken' ? { kind: 'refused', reason: standing.reason } : standing;
}
async function keep({ backend, clock, ownRun }, file, text, reason) {
    const state = (0,_plan_state_file_js__WEBPACK_IMPORTED_MODULE_2__/* .parseStateFile */ .ne)(text);
    const unsaved = {
        since: new Date(clock.now()).toISOString(),
        run: ownRun,
        serial: state?.serial ?? null,
        lineage: state?.lineage ?? null,
        content: state?.content ?? (0,_plan_sha256_js__WEBPACK_IMPORTED_MODULE_1__/* .sha256 */ .s)(text),
        ...{ file, reason },
    };
    return await backend.unsaved?.keep(unsaved, text);
}
function describeEnd(file, pushReason, keeping) {
    const isMarked = keeping?.isMarked ?? false;
    const problem = keeping?.problem ?? '';
    const reason = problem === '' ? pushReason : `${pushReason}; ${problem}`;
    return keeping?.copy === undefined
        ? { kind: 'left', file, reason, isMarked }
        : { kind: 'kept', where: keeping.copy, reason, isMarked };
}


/***/ }),

/***/ 96584:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LD: () => (/* binding */ mayHaveBeenStored),
/* harmony export */   LX: () => (/* binding */ createGitHubClient),
/* harmony export */   T8: () => (/* binding */ splitRepository),
/* harmony export */   mW: () => (/* binding */ statusOfError),
/* harmony export */   vu: () => (/* binding */ isRefusal)
/* harmony export */ });
/** The version after this one has no `merge_commit_sha` in a pull request any more. */
const apiVersion = '2022-11-28';
/** Waiting longer for GitHub's limits would keep the job busy with nothing but its comment. */
const maxThrottledSeconds = 10;
/** Loads GitHub's client, which takes some 50 ms and blocks. Proxies are taken from the environment. */
async function createGitHubClient({ token, apiUrl, debug }) {
    const [{ getOctokit }, { retry }, { throttling }] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(351)]).then(__webpack_require__.bind(__webpack_require__, 61351)),
        Promise.all(/* import() */[__webpack_require__.e(251), __webpack_require__.e(735)]).then(__webpack_require__.bind(__webpack_require__, 49735)),
        Promise.all(/* import() */[__webpack_require__.e(251), __webpack_require__.e(856)]).then(__webpack_require__.bind(__webpack_require__, 86856)),
    ]);
    const isWorthWaiting = (seconds, _request, _client, retries) => seconds <= maxThrottledSeconds && retries === 0;
    const options = {
        baseUrl: apiUrl,
        userAgent: 'lockstep',
        retry: { retries: 2 },
        log: { debug, info: debug, warn: debug, error: debug },
    };
    const throttle = { id: apiUrl, onRateLimit: isWorthWaiting, onSecondaryRateLimit: isWorthWaiting };
    const octokit = getOctokit(token, { ...options, throttle }, retry, throttling);
    // The throttling takes each query for a write, and waits a second between two of those.
    const reader = getOctokit(token, options, retry);
    for (const { hook } of [octokit, reader]) {
        hook.before('request', ({ headers }) => {
            headers['x-github-api-version'] = apiVersion;
        });
    }
    return { request: octokit.request, graphql: reader.graphql };
}
/** The HTTP status of a request that GitHub answered with a refusal. */
function statusOfError(error) {
    const status = error?.status;
    return typeof status === 'number' ? status : undefined;
}
/** GitHub said no, and will say so again: its limits, which pass, answer 403 as well. */
function isRefusal(error) {
    const status = statusOfError(error);
    if (status === undefined || status < 400 || status >= 500 || status === 429)
        return false;
    const { response, message = '' } = error;
    const headers = response?.headers ?? {};
    const isLimited = headers['retry-after'] !== undefined ||
        headers['x-ratelimit-remaining'] === '0' ||
        /rate limit/i.test(message);
    return !(status === 403 && isLimited);
}
/** A write whose answer was lost: Octokit gives an error without an answer the status 500. */
function mayHaveBeenStored(error) {
    return (statusOfError(error) ?? 500) >= 500;
}
/** `owner/name` as the API's routes take it. */
function splitRepository(repository) {
    const [owner = '', repo = ''] = repository.split('/');
    return { owner, repo };
}


/***/ }),

/***/ 66645:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ createCommentThread),
/* harmony export */   E: () => (/* binding */ changeComment)
/* harmony export */ });
/* harmony import */ var _backend_request_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2293);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96584);
/* harmony import */ var _viewer_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(9865);



const pageSize = 100;
const retriesOfLastVersion = 2;
function createCommentThread(options) {
    const { client, carriesMarker, pullRequest } = options;
    const repository = (0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .splitRepository */ .T8)(options.repository);
    const issue = { ...repository, issue_number: pullRequest };
    let viewer;
    const find = async (signal) => {
        const github = await client();
        for (let page = 1;; page += 1) {
            const { data } = await github.request('GET /repos/{owner}/{repo}/issues/{issue_number}/comments', {
                ...issue,
                per_page: pageSize,
                page,
                request: { signal },
            });
            for (const comment of data) {
                if (comment.body === undefined || !carriesMarker(comment.body))
                    continue;
                // Asked only now, since most pull requests have no comment of ours yet.
                viewer ??= (0,_viewer_js__WEBPACK_IMPORTED_MODULE_1__/* .loginOf */ .D)(await (0,_viewer_js__WEBPACK_IMPORTED_MODULE_1__/* .readViewer */ .n)(github, signal));
                if ((0,_viewer_js__WEBPACK_IMPORTED_MODULE_1__/* .loginOf */ .D)(comment.user?.login) === viewer)
                    return foundComment(comment);
            }
            if (data.length < pageSize)
                return undefined;
        }
    };
    const one = (comment) => ({
        ...repository,
        comment_id: comment.id,
    });
    const update = async (comment, body, isLast) => {
        const { request } = await client();
        return await unlessDeleted(async (signal) => {
            await request('PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}', {
                ...one(comment),
                body,
                request: { signal, retries: isLast ? retriesOfLastVersion : 0 },
            });
            return { ...comment, body };
        });
    };
    const create = async (body) => {
        const { request } = await client();
        const { data } = await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_2__/* .within */ .u)(async (signal) => await request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
            ...issue,
            body,
            // A comment whose answer was lost stands there already.
            request: { signal, retries: 0 },
        }));
        viewer ??= (0,_viewer_js__WEBPACK_IMPORTED_MODULE_1__/* .loginOf */ .D)(data.user?.login);
        return { ...foundComment(data), body };
    };
    const remove = async (comment) => {
        const { request } = await client();
        await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_2__/* .within */ .u)(async (signal) => await request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
            ...one(comment),
            request: { signal, retries: 0 },
        }));
    };
    return {
        find: async () => await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_2__/* .within */ .u)(find),
        async read(comment) {
            const { request } = await client();
            return await unlessDeleted(async (signal) => {
                const { data } = await request('GET /repos/{owner}/{repo}/issues/comments/{comment_id}', {
                    ...one(comment),
                    request: { signal, retries: 0 },
                });
                return foundComment(data);
            });
        },
        update,
        async create(body) {
            let made;
            try {
                made = await create(body);
            }
            catch (error) {
                if (!(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .mayHaveBeenStored */ .LD)(error))
                    throw error;
            }
            const oldest = await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_2__/* .within */ .u)(find);
            if (oldest === undefined)
                return made ?? (await create(body));
            if (oldest.id === made?.id)
                return made;
            if (made !== undefined)
                await remove(made);
            return (await update(oldest, body, true)) ?? (await create(body));
        },
    };
}
/**
 * Changes one comment, as it stands at this moment; `false` where somebody has deleted it or `change` has nothing to
 * say. Throws where GitHub refuses or does not answer.
 */
async function changeComment({ request }, repository, id, change) {
    const parameters = { ...(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .splitRepository */ .T8)(repository), comment_id: id };
    const path = '/repos/{owner}/{repo}/issues/comments/{comment_id}';
    const changed = await unlessDeleted(async (signal) => {
        const options = { ...parameters, request: { signal, retries: 0 } };
        const { data } = await request(`GET ${path}`, options);
        const body = change(data.body ?? '');
        if (body === undefined || body === data.body)
            return false;
        await request(`PATCH ${path}`, { ...options, body });
        return true;
    });
    return changed ?? false;
}
function foundComment(comment) {
    return { id: Number(comment.id), url: comment.html_url, body: comment.body ?? '' };
}
async function unlessDeleted(request) {
    try {
        return await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_2__/* .within */ .u)(request);
    }
    catch (error) {
        if ((0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .statusOfError */ .mW)(error) === 404)
            return undefined;
        throw error;
    }
}


/***/ }),

/***/ 52524:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ readPullRequest),
/* harmony export */   g: () => (/* binding */ findMergedPullRequest)
/* harmony export */ });
/* harmony import */ var _backend_request_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2293);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(96584);


/**
 * The pull request whose merge brought `commit` to `branch`; undefined where none did, or several. On the default
 * branch GitHub names the merged one, elsewhere also open ones that hold the commit
 * (https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit).
 */
async function findMergedPullRequest({ request }, repository, commit, branch) {
    const { data } = await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_0__/* .within */ .u)(async (signal) => await request('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
        ...(0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .splitRepository */ .T8)(repository),
        commit_sha: commit,
        request: { signal },
    }));
    const merged = data.filter(({ merged_at, merge_commit_sha, base }) => merged_at !== null && merge_commit_sha === commit && base.ref === branch);
    return merged.length === 1 ? merged[0]?.number : undefined;
}
/** Throws where GitHub refuses, or does not know the pull request (404). */
async function readPullRequest({ request }, repository, number) {
    const { data } = await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_0__/* .within */ .u)(async (signal) => await request('GET /repos/{owner}/{repo}/pulls/{pull_number}', {
        ...(0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .splitRepository */ .T8)(repository),
        pull_number: number,
        request: { signal },
    }));
    const { base, merged } = data;
    // GitHub's description has no null here, but a fork that is gone has no repository.
    const head = data.head;
    return {
        number,
        headCommit: head.sha,
        headIsFork: head.repo?.id !== base.repo.id,
        state: merged ? 'merged' : data.state,
        mergeCommit: merged ? (data.merge_commit_sha ?? undefined) : undefined,
        baseBranch: base.ref,
        author: loginOf(data.user),
    };
}
function loginOf(account) {
    return account?.login ?? '';
}


/***/ }),

/***/ 1281:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ createRunReader),
/* harmony export */   Z: () => (/* binding */ readJobName)
/* harmony export */ });
/* harmony import */ var _backend_request_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2293);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(96584);


const unknown = { verdict: 'unknown', status: null, conclusion: null };
/**
 * Reads the job of an annotation, or its run's attempt where no job is named. A run that this token may not read is
 * `unknown`. Throws where GitHub does not answer.
 */
function createRunReader(client, serverUrl) {
    // A 304 is free of GitHub's rate limit.
    const known = new Map();
    return async (run) => {
        // A run of another server is not to be found on ours: its numbers mean another run there.
        if (!run.url.startsWith(`${serverUrl}/`))
            return unknown;
        const key = `${run.url} ${String(run.jobId)}`;
        const before = known.get(key);
        const condition = before === undefined ? {} : { 'if-none-match': before.etag };
        try {
            const github = await client();
            const { data, headers } = await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_0__/* .within */ .u)(async (signal) => await readAnswer(github, run, { headers: condition, request: { signal, retries: 0 } }));
            const state = stateFromAnswer(data);
            if (headers.etag !== undefined)
                known.set(key, { etag: headers.etag, state });
            return state;
        }
        catch (error) {
            const status = (0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .statusOfError */ .mW)(error);
            if (status === 304 && before !== undefined)
                return before.state;
            if (status === 403 || status === 404)
                return unknown;
            throw error;
        }
    };
}
async function readAnswer({ request }, { repository, runId, attempt, jobId }, options) {
    const parameters = { ...options, ...(0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .splitRepository */ .T8)(repository) };
    if (jobId === null) {
        return await request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/attempts/{attempt_number}', {
            ...parameters,
            run_id: runId,
            attempt_number: attempt,
        });
    }
    const { data, headers } = await request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', {
        ...parameters,
        job_id: jobId,
    });
    // Whoever wrote the lock may have named a job of another run.
    const isOfRun = data.run_id === runId && (data.run_attempt ?? attempt) === attempt;
    return { data: isOfRun ? data : {}, headers };
}
function stateFromAnswer({ status, conclusion }) {
    if (status === undefined || status === null)
        return unknown;
    return { verdict: status === 'completed' ? 'finished' : 'alive', status, conclusion: conclusion ?? null };
}
/** As the page of the run shows it: `caller / callee`, with the values of a matrix in brackets. */
async function readJobName({ request }, repository, jobId) {
    const { data } = await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_0__/* .within */ .u)(async (signal) => await request('GET /repos/{owner}/{repo}/actions/jobs/{job_id}', {
        ...(0,_client_js__WEBPACK_IMPORTED_MODULE_1__/* .splitRepository */ .T8)(repository),
        job_id: jobId,
        request: { signal },
    }));
    return data.name;
}


/***/ }),

/***/ 9865:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ loginOf),
/* harmony export */   n: () => (/* binding */ readViewer)
/* harmony export */ });
/** The login of whose token this is. GET /user is refused to the token of a job and of an app; this is answered to every token. */
async function readViewer({ graphql }, signal) {
    const { viewer } = await graphql('query { viewer { login } }', {
        request: { signal },
    });
    return viewer.login;
}
// GraphQL has been seen to leave the suffix out that REST has.
function loginOf(login = '') {
    return login.replace(/\[bot\]$/, '');
}


/***/ }),

/***/ 87198:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ runReferenceFromTexts),
/* harmony export */   e_: () => (/* binding */ needsAttention),
/* harmony export */   fr: () => (/* binding */ parseAnnotation),
/* harmony export */   hY: () => (/* binding */ renderAttention),
/* harmony export */   q4: () => (/* binding */ renderAnnotation),
/* harmony export */   wt: () => (/* binding */ urlOfRun)
/* harmony export */ });
/** Room for `needs-attention` is part of it. */
const maxLength = 500;
/** What the lock of an apply that was cut off says besides: it protects what the state lacks (lock rule 6). */
const attention = 'needs-attention';
/** The text for the lock's `Info`, one line. */
function renderAnnotation(run) {
    const facts = [
        `run=${urlOfRun(run)}`,
        run.jobId === null ? '' : `job=${String(run.jobId)}`,
        run.pullRequest === null ? '' : `pr=${String(run.pullRequest)}`,
        run.actor === null ? '' : `actor=${run.actor}`,
    ];
    return ['lockstep', ...facts.filter((fact) => fact !== '')].join(' ');
}
/** The same for a lock that stays because its state was not saved. */
function renderAttention(run) {
    return `${renderAnnotation(run)} ${attention}`;
}
/** Whether `Info` says that the lock protects a state that was not saved. Anybody may have written that. */
function needsAttention(info) {
    return parseAnnotation(info) !== undefined && info.split(' ').includes(attention);
}
/** The page of exactly this attempt. */
function urlOfRun({ serverUrl, repository, runId, attempt }) {
    return `${serverUrl}/${repository}/actions/runs/${String(runId)}/attempts/${String(attempt)}`;
}
const RUN = /^(https?:\/\/[\w.-]+(?::\d{1,5})?)\/([\w.-]{1,100}\/[\w.-]{1,100})\/actions\/runs\/(\d{1,15})\/attempts\/(\d{1,6})$/;
const ID = /^[1-9]\d{0,14}$/;
/** Logins of people, of apps (`name[bot]`) and of an enterprise's managed users (`name_short`). */
const ACTOR = /^[\w-]{1,100}(?:\[bot\])?$/;
/**
 * Reads `Info`, which anybody may have written: whoever may lock the state may claim any run. undefined for what is
 * no annotation of ours; a field that no run of ours could have written is left out.
 */
function parseAnnotation(info) {
    if (info.length > maxLength)
        return undefined;
    const [first, ...words] = info.split(' ');
    if (first !== 'lockstep')
        return undefined;
    const { run, job, pr, actor } = Object.fromEntries(words.map((word) => splitAtEquals(word)));
    return runReferenceFromTexts({ run, job, pr, actor });
}
/**
 * The run of these texts, each in the form that an annotation takes. undefined where `run` is no page of a run, or
 * all of it is too long; any other text that does not fit is left out.
 */
function runReferenceFromTexts({ run, job, pr, actor }) {
    const [, serverUrl, repository, runId, attempt] = RUN.exec(run ?? '') ?? [];
    if (serverUrl === undefined || repository === undefined)
        return undefined;
    const id = (text = '') => (ID.test(text) ? Number(text) : null);
    const reference = {
        serverUrl,
        repository,
        runId: Number(runId),
        attempt: Number(attempt),
        jobId: id(job),
        pullRequest: id(pr),
        actor: actor !== undefined && ACTOR.test(actor) ? actor : null,
    };
    return renderAttention(reference).length > maxLength ? undefined : reference;
}
function splitAtEquals(word) {
    const at = word.indexOf('=');
    return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
}


/***/ }),

/***/ 24007:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Rj: () => (/* binding */ openLockId),
/* harmony export */   UR: () => (/* binding */ noCoreLogFacts),
/* harmony export */   ZT: () => (/* binding */ parseCoreLog)
/* harmony export */ });
const noCoreLogFacts = { attempted: [], locked: [], unlockTried: [], unlocked: [] };
/** The ID of the last lock that our Terraform tried to take and was not told it gave back. */
function openLockId({ attempted, unlocked, }) {
    return attempted.findLast((id) => !unlocked.includes(id));
}
const LOCK_LINE = /^\S+ \[INFO\] {2}backend-s3: (?<event>Attempting to lock|Locked|Attempting to unlock|Unlocked) remote state \([^)]*\)(?:\.\.\.)?: (?<fields>.*)$/;
/**
 * Reads the lines of one state. `path` is the lock's path, `<bucket>/<state key>`: a nested Terraform that a
 * provisioner starts inherits the environment and writes into the same file.
 */
function parseCoreLog(text, path) {
    const attempted = [];
    const locked = [];
    const unlockTried = [];
    const unlocked = [];
    for (const line of text.split('\n')) {
        const groups = LOCK_LINE.exec(line)?.groups;
        if (groups === undefined)
            continue;
        const fields = groups['fields'] ?? '';
        const id = fieldOf(fields, 'tf_backend.lock.id');
        if (id === undefined || pathOfFields(fields) !== path)
            continue;
        if (groups['event'] === 'Attempting to lock')
            attempted.push(id);
        else if (groups['event'] === 'Attempting to unlock')
            unlockTried.push(id);
        else if (groups['event'] === 'Unlocked')
            unlocked.push(id);
        else if (fieldOf(fields, 'tf_backend.lock.operation') !== 'init')
            locked.push(id);
    }
    return { attempted, locked, unlockTried, unlocked };
}
function pathOfFields(fields) {
    const path = fieldOf(fields, 'tf_backend.lock.path');
    if (path !== undefined)
        return path;
    const [bucket, key] = [fieldOf(fields, 'tf_backend.s3.bucket'), fieldOf(fields, 'tf_backend.s3.path')];
    return bucket === undefined || key === undefined ? undefined : `${bucket}/${key}`;
}
// hclog quotes a value that holds spaces or quotes, as Go's strconv.Quote does.
function fieldOf(fields, name) {
    const start = fields.indexOf(`${name}=`);
    if (start < 0)
        return undefined;
    const rest = fields.slice(start + name.length + 1);
    const quoted = /^"(?:[^"\\]|\\.)*"/.exec(rest);
    if (quoted === null)
        return /^\S*/.exec(rest)?.[0];
    try {
        return JSON.parse(quoted[0]);
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 40588:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H6: () => (/* binding */ engineVersionFromEvent),
/* harmony export */   du: () => (/* binding */ isAtLeast),
/* harmony export */   w0: () => (/* binding */ parseEngineVersion)
/* harmony export */ });
/** Of the stream's first event, `{"type":"version","terraform":"1.11.4",…}`; OpenTofu's key is `tofu`. */
function engineVersionFromEvent(body) {
    const isTofu = typeof body['tofu'] === 'string';
    const text = isTofu ? body['tofu'] : body['terraform'];
    return typeof text === 'string' ? parseEngineVersion(isTofu ? 'opentofu' : 'terraform', text) : undefined;
}
/** undefined for what is no version. */
function parseEngineVersion(engine, text) {
    const match = /^(\d+)\.(\d+)\.\d+[\w.+-]*$/.exec(text);
    if (match === null)
        return undefined;
    return { engine, text, major: Number(match[1]), minor: Number(match[2]) };
}
function isAtLeast(version, major, minor) {
    return version.major > major || (version.major === major && version.minor >= minor);
}


/***/ }),

/***/ 8487:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Al: () => (/* binding */ refusalFromRun),
/* harmony export */   Pd: () => (/* binding */ refusalFromDiagnostics),
/* harmony export */   S: () => (/* binding */ isLockError),
/* harmony export */   d4: () => (/* binding */ isLockNeverMade),
/* harmony export */   rN: () => (/* binding */ classifyRefusal)
/* harmony export */ });
/* harmony import */ var _lock_info_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(67769);

// The second is the lock that the S3 backend takes itself for a workspace without state, capitalised by `init` only
// (internal/backend/remote-state/s3/backend_state.go); the details of both are the same.
const LOCK_ERROR_SUMMARY = /^(?:Error acquiring the state lock$|[Ee]rror loading state: failed to lock \w+ state)/;
/**
 * The refusal that ended a run, if that is how it ended: the summary of a top-level diagnostic says so (a
 * provisioner's error may quote another Terraform's), our log shows no lock taken, and no work was seen.
 */
function refusalFromRun(facts, coreLog) {
    if (facts.workSeen || coreLog.locked.length > 0)
        return undefined;
    return refusalFromDiagnostics(facts.diagnostics);
}
/** As `refusalFromRun`, of the diagnostics alone: for `init` and `workspace new`, which do no work under the lock. */
function refusalFromDiagnostics(diagnostics) {
    const diagnostic = diagnostics.find(isLockError);
    if (diagnostic === undefined)
        return undefined;
    const text = `${diagnostic.summary}\n${diagnostic.detail}`;
    return { text, info: (0,_lock_info_js__WEBPACK_IMPORTED_MODULE_0__/* .parseLockInfoBlock */ .Gm)(text) };
}
/** A top-level error whose summary is the lock error. */
function isLockError({ severity, summary, address }) {
    return (severity === 'error' && address === undefined && LOCK_ERROR_SUMMARY.test(summary.split('\n', 1)[0] ?? ''));
}
/**
 * Whether the store refused to write the lock, so that there is none of ours. Where S3 and DynamoDB are both on, the lock
 * file comes first, and what is refused after it may have left that.
 */
function isLockNeverMade({ text }, mechanism) {
    const write = mechanism === 'dynamodb' ? 'DynamoDB: PutItem' : 'S3: PutObject';
    const said = text.replace(/\s+/g, ' ');
    const start = said.indexOf(`operation error ${write}, `);
    if (start < 0)
        return false;
    const error = REQUEST_ERROR.exec(said.slice(start, start + 400))?.groups?.['code'];
    return error !== undefined && NOTHING_WRITTEN.includes(error);
}
// How the AWS SDK for Go renders an error; some services have typed errors, which lack the words "api error".
const REQUEST_ERROR = /^operation error [^,]*, https response error StatusCode: \d+, RequestID: [^,]*,(?: HostID: [^,]*,)?(?: api error)? (?<code>\w+):/;
const NOTHING_WRITTEN = [
    'AccessDenied',
    'AccessDeniedException',
    'NoSuchBucket',
    'NotImplemented',
    'ResourceNotFoundException',
];
/** `reading`: the lock as read after the refusal. */
function classifyRefusal(refusal, ownLockIds, reading) {
    if (refusal.info !== undefined) {
        const kind = ownLockIds.includes(refusal.info.id) ? 'own' : 'contention';
        return { kind, info: refusal.info };
    }
    const said = refusal.text.replace(/\s+/g, ' ');
    const wasHeld = HELD_WITHOUT_INFO.test(said);
    if (wasHeld && reading.kind === 'held') {
        const { holder } = reading;
        const info = { ...holder, id: holder.lockId };
        return { kind: ownLockIds.includes(info.id) ? 'own' : 'contention', info };
    }
    if (wasHeld && reading.kind === 'free')
        return { kind: 'vanished' };
    if (isGoneByThen(said))
        return { kind: 'vanished' };
    return { kind: 'fault', ...faultFromText(refusal.text) };
}
// 412: the S3 lock file was there; 409: a delete of it was under way
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html); the rest is DynamoDB's 412 and the
// local backend's EAGAIN.
const HELD_WITHOUT_INFO = /StatusCode: 412,|StatusCode: 409,|ConditionalCheckFailedException|resource temporarily unavailable/;
// Terraform reads the lock that it was refused; these are its words for a lock that is gone by then. The text may be as
// long as the answer of a store, so it is searched twice and not by one pattern.
function isGoneByThen(said) {
    const refused = said.search(/StatusCode: 4(?:12|09),/);
    return refused >= 0 && said.includes('StatusCode: 404,', refused);
}
/** Evidence in Terraform's text, what it means, what to do. The first row that fits counts. */
const FAULTS = [
    {
        evidence: /ExpiredToken|RequestExpired|TokenRefreshRequired/,
        reason: 'the AWS credentials have expired',
        advice: 'Get fresh credentials right before this step, or let them live longer (role-duration-seconds).',
    },
    {
        evidence: /\bKMS\.[A-Z]|\bkms:[A-Z]/,
        reason: 'the KMS key of the state refused the request',
        advice: 'Allow kms:GenerateDataKey and kms:Decrypt on the key to the role of this job.',
    },
    {
        evidence: /AccessDenied|StatusCode: 403|UnauthorizedAccess|not authorized/,
        reason: 'access to the lock was denied',
        advice: 'Allow s3:GetObject, s3:PutObject and s3:DeleteObject on the lock file (<state key>.tflock), or dynamodb:GetItem, dynamodb:PutItem and dynamodb:DeleteItem on the lock table, to the role of this job.',
    },
    {
        evidence: /NoSuchBucket/,
        reason: 'the bucket of the state does not exist',
        advice: 'Check bucket and region of the backend.',
    },
    {
        evidence: /ResourceNotFoundException/,
        reason: 'the DynamoDB lock table does not exist',
        advice: 'Check dynamodb_table and region of the backend; the table needs the string hash key LockID.',
    },
    {
        evidence: /StatusCode: 501|NotImplemented/,
        reason: 'the store does not know conditional writes, so it cannot keep a lock file',
        advice: 'Use a store that honours If-None-Match, or a DynamoDB table for the lock.',
    },
    {
        evidence: /ProvisionedThroughputExceededException|ThrottlingException|SlowDown|StatusCode: 503/,
        reason: 'the store throttled the request for the lock',
        advice: 'Run it again; if it happens often, set the lock table to on-demand billing.',
    },
    {
        evidence: /StatusCode: 5\d\d|no such host|connection refused|dial tcp|request send failed|timeout|EOF/,
        reason: 'the store that keeps the lock could not be reached, or failed',
        advice: 'Check the endpoint and the network of the runner, then run it again.',
    },
    {
        evidence: /StatusCode: 412,|ConditionalCheckFailedException/,
        reason: 'somebody holds the lock, but who could not be read',
        advice: 'Allow s3:GetObject on the lock file (or dynamodb:GetItem on the lock table) to the role of this job.',
    },
];
function faultFromText(text) {
    const row = FAULTS.find(({ evidence }) => evidence.test(text));
    return row === undefined
        ? { reason: 'the backend could not give the lock', advice: 'See what Terraform said of it above.' }
        : { reason: row.reason, advice: row.advice };
}


/***/ }),

/***/ 89739:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R8: () => (/* binding */ describeOperation),
/* harmony export */   pr: () => (/* binding */ holderFromInfo),
/* harmony export */   sG: () => (/* binding */ describeHolder)
/* harmony export */ });
/* harmony import */ var _retry_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(87100);
/* harmony import */ var _annotation_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(87198);


/** `now`: milliseconds since 1970. `ageSeconds`: when the store's own clock tells it. */
function holderFromInfo(info, now, ageSeconds) {
    const age = ageSeconds ?? (now - Date.parse(info.created)) / 1000;
    return {
        lockId: info.id,
        operation: info.operation,
        who: info.who,
        version: info.version,
        created: info.created,
        path: info.path,
        info: info.info,
        ageSeconds: Number.isFinite(age) ? Math.max(0, Math.round(age)) : null,
        verdict: 'unknown',
        run: runFromInfo(info.info),
    };
}
function runFromInfo(info) {
    const run = (0,_annotation_js__WEBPACK_IMPORTED_MODULE_1__/* .parseAnnotation */ .fr)(info);
    if (run === undefined)
        return null;
    const { repository, runId, attempt, jobId, pullRequest, actor } = run;
    return {
        repository,
        runId,
        attempt,
        url: (0,_annotation_js__WEBPACK_IMPORTED_MODULE_1__/* .urlOfRun */ .wt)(run),
        jobId,
        pullRequest,
        actor,
        status: null,
        conclusion: null,
    };
}
const OPERATIONS = new Map([
    ['OperationTypePlan', 'plan'],
    ['OperationTypeApply', 'apply'],
    ['OperationTypeRefresh', 'refresh'],
    // Terraform has no operation type of its own for these; internal/backend/operation_type.go
    ['OperationTypeInvalid', 'import or console'],
    ['init', 'creation of a workspace'],
]);
/**
 * One line, e.g. `runner@fv-az12 (apply, version 1.11.4, for 2 min 3 s, lock ID 1f2e…, run https://…, pull request 3,
 * started by alice, still at work)`.
 */
function describeHolder(holder) {
    const facts = [
        describeOperation(holder.operation),
        holder.version === '' ? '' : `version ${holder.version}`,
        holder.ageSeconds === null ? '' : `for ${(0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .PP)(holder.ageSeconds * 1000)}`,
        `lock ID ${holder.lockId}`,
        ...(holder.run === null ? [holder.info] : factsOfRun(holder.run)),
        VERDICTS[holder.verdict],
        (0,_annotation_js__WEBPACK_IMPORTED_MODULE_1__/* .needsAttention */ .e_)(holder.info) ? 'its state was not saved' : '',
    ].filter((fact) => fact !== '');
    return `${holder.who === '' ? 'somebody' : holder.who} (${facts.join(', ')})`;
}
const VERDICTS = { alive: 'still at work', finished: 'its run has finished', unknown: '' };
function factsOfRun({ url, pullRequest, actor }) {
    return [
        `run ${url}`,
        pullRequest === null ? '' : `pull request ${String(pullRequest)}`,
        actor === null ? '' : `started by ${actor}`,
    ];
}
/** Terraform's operation type in the words of its commands. */
function describeOperation(operation) {
    return OPERATIONS.get(operation) ?? operation;
}


/***/ }),

/***/ 67769:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BF: () => (/* binding */ parseLockInfo),
/* harmony export */   E0: () => (/* binding */ renderLockInfo),
/* harmony export */   Fu: () => (/* binding */ maxLockBytes),
/* harmony export */   Gm: () => (/* binding */ parseLockInfoBlock)
/* harmony export */ });
/* harmony import */ var _report_plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6676);

/** Larger than any lock that Terraform writes; what is larger is not a lock. */
const maxLockBytes = 64 * 1024;
/** Parses the JSON that Terraform stores. Throws an Error that says what is wrong with it. */
function parseLockInfo(json) {
    if (json.length > maxLockBytes)
        throw new Error('it is too large to be a lock');
    let value;
    try {
        value = JSON.parse(json);
    }
    catch (error) {
        throw new Error('it is not JSON', { cause: error });
    }
    if (typeof value !== 'object' || value === null)
        throw new Error('it is not a JSON object');
    const fields = value;
    const text = (name) => typeof fields[name] === 'string' ? (0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h0)(fields[name], 500) : '';
    if (text('ID') === '')
        throw new Error('it has no lock ID');
    return {
        id: text('ID'),
        operation: text('Operation'),
        info: text('Info'),
        who: text('Who'),
        version: text('Version'),
        created: createdFromText(text('Created')),
        path: text('Path'),
    };
}
/** As Terraform stores it: one line, its fields in this order (internal/states/statemgr/locker.go). */
function renderLockInfo(info) {
    const { id, operation, who, version, created, path } = info;
    return JSON.stringify({
        ...{ ID: id, Operation: operation, Info: info.info, Who: who, Version: version },
        ...{ Created: created, Path: path },
    });
}
// The layout of `LockInfo.String()` in Terraform and OpenTofu; -json carries it in a diagnostic's text.
const LOCK_INFO_BLOCK = /Lock Info:\n {2}ID: {8}(?<id>[^\n]*)\n {2}Path: {6}(?<path>[^\n]*)\n {2}Operation: (?<operation>[^\n]*)\n {2}Who: {7}(?<who>[^\n]*)\n {2}Version: {3}(?<version>[^\n]*)\n {2}Created: {3}(?<created>[^\n]*)\n {2}Info: {6}(?<info>[^\n]*)/;
/** The `Lock Info:` block of a diagnostic, if it has one with an ID. */
function parseLockInfoBlock(text) {
    const groups = LOCK_INFO_BLOCK.exec(text)?.groups;
    const field = (name) => (0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h0)(groups?.[name] ?? '', 500);
    if (field('id') === '')
        return undefined;
    return {
        id: field('id'),
        operation: field('operation'),
        info: field('info'),
        who: field('who'),
        version: field('version'),
        created: createdFromText(field('created')),
        path: field('path'),
    };
}
/** Accepts RFC 3339 (as stored) and Go's `2006-01-02 15:04:05.999999999 +0000 UTC` (as printed). */
function createdFromText(text) {
    const match = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})?(?:Z| \+0000 UTC)$/.exec(text);
    if (match === null)
        return '';
    const created = `${String(match[1])}T${String(match[2])}${match[3] ?? ''}Z`;
    return Number.isNaN(Date.parse(created)) ? '' : created;
}


/***/ }),

/***/ 40801:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   YV: () => (/* binding */ readingsDisagree),
/* harmony export */   Zd: () => (/* binding */ combineReadings),
/* harmony export */   sO: () => (/* binding */ unreadPartOf)
/* harmony export */ });
/**
 * Which holder counts where S3 and DynamoDB are both on. A waiter that meets a held DynamoDB item creates and
 * deletes the S3 lock file at each try, so of two different IDs DynamoDB's is the holder.
 */
function combineReadings(s3, dynamodb) {
    if (dynamodb.kind === 'held') {
        if (s3.kind === 'free')
            return dynamodb;
        const sameLock = s3.kind === 'held' && s3.holder.lockId === dynamodb.holder.lockId;
        return sameLock
            ? { ...dynamodb, version: { ...s3.version, ...dynamodb.version } }
            : { ...dynamodb, lockFile: s3 };
    }
    if (dynamodb.kind === 'unknown')
        return dynamodb;
    return s3;
}
/** What could not be read of the lock: all of it, or the file beside an item that tells its holder. */
function unreadPartOf(reading) {
    if (reading.kind === 'unknown')
        return reading;
    return reading.kind === 'held' && reading.lockFile?.kind === 'unknown' ? reading.lockFile : undefined;
}
/** Whether two readings of the pair tell different holders, so that it should be read once more. */
function readingsDisagree(s3, dynamodb) {
    const idOf = (reading) => reading.kind === 'held' ? reading.holder.lockId : reading.kind;
    return idOf(s3) !== idOf(dynamodb);
}


/***/ }),

/***/ 44882:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   i: () => (/* binding */ adviseMechanism),
/* harmony export */   n: () => (/* binding */ noLockingAdvice)
/* harmony export */ });
/* harmony import */ var _engine_version_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(40588);

/** What is wrong with a backend that has no locking, and how to give it some. */
const noLockingAdvice = 'This S3 backend has no locking: two runs at once can lose each other\'s state. Set use_lockfile = true in the backend "s3" block (Terraform 1.11, OpenTofu 1.10, or later), or dynamodb_table before.';
/**
 * What to say of a backend's locking under one version: native S3 locking from Terraform 1.11 (1.10 calls it
 * experimental; OpenTofu has it since 1.10), a DynamoDB table before.
 */
function adviseMechanism(mechanism, version) {
    if (version.engine === 'opentofu')
        return undefined;
    if (mechanism === 's3' && !(0,_engine_version_js__WEBPACK_IMPORTED_MODULE_0__/* .isAtLeast */ .du)(version, 1, 11)) {
        return `Terraform ${version.text} calls S3 native locking (use_lockfile) experimental; it is stable from 1.11 on.`;
    }
    return mechanism === 'dynamodb' && (0,_engine_version_js__WEBPACK_IMPORTED_MODULE_0__/* .isAtLeast */ .du)(version, 1, 11) ? migration : undefined;
}
const migration = [
    'dynamodb_table is deprecated from Terraform 1.11 on. To move to native S3 locking without a moment of none:',
    '1. Add use_lockfile = true beside dynamodb_table, run "terraform init -reconfigure" everywhere, and let every pipeline run once with both.',
    '2. Remove dynamodb_table, run "terraform init -reconfigure" again, and delete the table when nothing uses it any more.',
].join('\n');


/***/ }),

/***/ 57047:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HD: () => (/* binding */ maxReasonLength),
/* harmony export */   RQ: () => (/* binding */ describeEvidence),
/* harmony export */   UO: () => (/* binding */ judgeReturn),
/* harmony export */   ef: () => (/* binding */ describeProof),
/* harmony export */   kp: () => (/* binding */ judgeRemoval),
/* harmony export */   n9: () => (/* binding */ judgeHold),
/* harmony export */   nf: () => (/* binding */ ownLockOf),
/* harmony export */   qx: () => (/* binding */ isLikelyOurs),
/* harmony export */   sT: () => (/* binding */ judgeUnlock)
/* harmony export */ });
/* harmony import */ var _report_instant_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(44843);
/* harmony import */ var _report_plain_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6676);
/* harmony import */ var _annotation_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(87198);
/* harmony import */ var _core_log_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(24007);
/* harmony import */ var _lock_reading_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(40801);





/** `written`: what was to be written under it. Half done, it stays. */
function judgeHold(lockId, written) {
    return { lockId, written };
}
/** Decides whether the lock that this process has taken itself can be given back as it was read. */
function judgeReturn(lockId, written, reading) {
    if (reading.kind === 'free')
        return { kind: 'not-there' };
    if (reading.kind === 'unknown')
        return { kind: 'keep', holder: undefined, reason: reading.reason };
    const { holder, version } = reading;
    if (holder.lockId !== lockId)
        return { kind: 'not-there' };
    const unread = (0,_lock_reading_js__WEBPACK_IMPORTED_MODULE_1__/* .unreadPartOf */ .sO)(reading);
    // The file may be this lock's too, and half an unlock leaves the state locked.
    if (unread !== undefined)
        return { kind: 'keep', holder, reason: unread.reason };
    return { kind: 'remove', version, proof: judgeHold(lockId, written), holder };
}
/** Decides whether the lock that was read may be removed; when in doubt it stays. */
function judgeRemoval(facts, reading) {
    if (reading.kind === 'free')
        return { kind: 'nothing-to-remove' };
    const lock = reading.kind === 'held' ? ownLockOf(reading, facts.ownLockIds) : undefined;
    if (lock === undefined)
        return judgeNotOurs(facts, reading);
    const { holder } = lock;
    const keep = (reason, isUnsaved = false) => ({
        kind: 'keep',
        ...{ holder, reason, isUnsaved },
    });
    const unsaved = describeUnsaved(facts, facts.unlockTried.includes(holder.lockId));
    if (unsaved !== undefined)
        return keep(unsaved, true);
    if (facts.processesLeft === 'not-known') {
        return keep('this platform does not tell whether a process of this run is still at work');
    }
    if (facts.processesLeft > 0) {
        return keep(`${String(facts.processesLeft)} process(es) of this run are still at work`);
    }
    // The file may be this lock's too, and would keep everybody out without anybody's knowing.
    const unread = (0,_lock_reading_js__WEBPACK_IMPORTED_MODULE_1__/* .unreadPartOf */ .sO)(lock);
    if (unread !== undefined)
        return keep(`the lock could not be read as a whole: ${unread.reason}`);
    const proof = {
        lockId: holder.lockId,
        processes: 'none-with-our-token',
        saved: isNothingApplied(facts) ? 'nothing-applied' : 'terraform-saved-its-state',
    };
    return { kind: 'remove', lock, proof };
}
/** The lock of these IDs in what was read: the holder's, or the lock file that DynamoDB's holder hides. */
function ownLockOf(reading, ownLockIds) {
    const { lockFile } = reading;
    const locks = lockFile?.kind === 'held' ? [reading, lockFile] : [reading];
    return locks.find(({ holder }) => ownLockIds.includes(holder.lockId));
}
/**
 * Whether a lock that no log names may be ours: it was made on this machine, by its clock, and without a log there was
 * nothing to annotate. Enough to tell of it, and never to remove it.
 */
function isLikelyOurs({ run, created }, startedAt) {
    return run === null && Date.parse(created) >= startedAt;
}
/** Of a lock that is not known by Terraform's log to be ours: it is never removed, and told where it may be ours. */
function judgeNotOurs(facts, reading) {
    const { ownLockIds, unlocked, seenLockId, isCutOff, startedAt } = facts;
    const unread = (0,_lock_reading_js__WEBPACK_IMPORTED_MODULE_1__/* .unreadPartOf */ .sO)(reading);
    const logged = (0,_core_log_js__WEBPACK_IMPORTED_MODULE_0__/* .openLockId */ .Rj)({ attempted: ownLockIds, unlocked });
    const lockId = logged ?? (isCutOff ? seenLockId : undefined);
    if (unread !== undefined && lockId !== undefined) {
        const unsaved = describeUnsaved(facts, !isCutOff && facts.unlockTried.includes(lockId));
        const unreadable = `the lock could not be read: ${unread.reason}`;
        const reason = unsaved === undefined ? unreadable : `${unsaved}; ${unreadable}`;
        const evidence = logged === undefined ? { evidence: 'seen' } : {};
        return { kind: 'keep', holder: undefined, lockId, ...evidence, reason, isUnsaved: unsaved !== undefined };
    }
    if (reading.kind === 'unknown')
        return { kind: 'nothing-to-remove' };
    const { holder } = reading;
    const isSeen = holder.lockId === seenLockId;
    if (!isSeen && !(isCutOff && ownLockIds.length === 0 && isLikelyOurs(holder, startedAt)))
        return { kind: 'nothing-to-remove' };
    const unsaved = describeUnsaved(facts, !isCutOff);
    return {
        kind: 'keep',
        holder,
        evidence: isSeen ? 'seen' : 'none',
        reason: unsaved ?? "Terraform's own log does not say that it is the lock of this run",
        isUnsaved: unsaved !== undefined,
    };
}
/** What the state may lack, in words; undefined where it lacks nothing. `isOver`: it was tried to save it. */
function describeUnsaved(facts, isOver) {
    if (facts.stateNotSaved)
        return 'it protects a state that Terraform could not save';
    if (isNothingApplied(facts) || isOver)
        return undefined;
    return 'Terraform was killed or crashed while it was changing resources';
}
function isNothingApplied({ operation, resourceEventSeen }) {
    return operation === 'plan' || !resourceEventSeen;
}
/**
 * Decides whether the lock that was read is the one that the request names, and may be removed for it. `reading`: with
 * what is known of the holder's run.
 */
function judgeUnlock(request, reading) {
    if (reading.kind === 'free')
        return { kind: 'already-free' };
    if (reading.kind === 'unknown')
        return { kind: 'unreadable', reason: reading.reason };
    const { holder, version, lockFile } = reading;
    if (holder.lockId !== request.lockId)
        return { kind: 'other-lock', holder };
    // What else it may be is not known, and half an unlock leaves the state locked.
    if (lockFile?.kind === 'unknown')
        return { kind: 'unreadable', reason: lockFile.reason };
    const owner = holder.run === null ? 'no-run' : holder.verdict;
    if ((owner === 'alive' || owner === 'unknown') && !request.force) {
        return { kind: 'owner-may-be-at-work', holder };
    }
    const { lockId, actor, at } = request;
    const reason = (0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .plainLine */ .h0)(request.reason, maxReasonLength);
    const decision = { lockId, reason, actor, at, owner, protectsUnsavedState: (0,_annotation_js__WEBPACK_IMPORTED_MODULE_3__/* .needsAttention */ .e_)(holder.info) };
    return { kind: 'remove', version, decision: decision };
}
/** Of the input `reason`. */
const maxReasonLength = 500;
const OWNERS = {
    finished: 'the run that it names has finished',
    alive: 'the run that it names was still at work, and its removal was forced',
    unknown: 'whether the run that it names has finished is not known, and its removal was forced',
    'no-run': 'it names no run, so whether its owner is at work cannot be looked up',
};
/** What was looked at, beside the person's word. */
function describeEvidence({ owner }) {
    return `its ID was given exactly, only the lock as it was read may go, and ${OWNERS[owner]}`;
}
/** The proof in words, for the log and the summary. */
function describeProof(proof) {
    if ('owner' in proof) {
        const who = proof.actor ?? 'somebody who is not known';
        const when = (0,_report_instant_js__WEBPACK_IMPORTED_MODULE_4__/* .renderInstant */ .W)(proof.at) ?? '';
        return `lock ${proof.lockId}, by the decision of ${who} on ${when}, reason: "${proof.reason}"; ${describeEvidence(proof)}`;
    }
    if ('written' in proof) {
        const done = proof.written === 'nothing' ? 'nothing was written under it' : 'all that it wrote under it is there';
        return `lock ${proof.lockId} was taken by this run itself, and ${done}`;
    }
    const saved = proof.saved === 'nothing-applied'
        ? 'nothing had been applied under it'
        : 'Terraform ended by itself and saved its state';
    return `lock ${proof.lockId} was recorded as ours by Terraform's own log, no process of this run is left, and ${saved}`;
}


/***/ }),

/***/ 52483:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Jc: () => (/* binding */ concurrencyGroupFromAddress),
/* harmony export */   OA: () => (/* binding */ renderS3StateAddress),
/* harmony export */   pn: () => (/* binding */ parseStateAddress)
/* harmony export */ });
/* harmony import */ var _plan_sha256_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65220);

const form = 'expected `s3://bucket/key`, with `?region=…` and `&dynamodb_table=…` if needed';
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const regionName = /^[a-z0-9-]+$/;
const tableName = /^[\w.:/-]{1,1024}$/; // an ARN is a table name too
/**
 * The input `state-address`. In the key `%`, `?` and control characters are percent-encoded.
 * @throws RangeError that says what is accepted
 */
function parseStateAddress(text) {
    const match = /^s3:\/\/([^/?]*)\/?([^?]*)(?:\?(.*))?$/s.exec(text);
    if (match === null)
        throw new RangeError(form);
    const [, bucket = '', encodedKey = '', query] = match;
    if (!bucketName.test(bucket)) {
        throw new RangeError(`${form}; a bucket's name has 3 to 63 characters of \`a-z\`, \`0-9\`, \`.\` and \`-\``);
    }
    const options = parseOptions(query);
    return { bucket, key: parseKey(encodedKey), ...options };
}
/** The output `state-address` for the state object at `path` in `bucket`. */
function renderS3StateAddress(bucket, path) {
    // Only what parseStateAddress would read otherwise, so that the address stays the one that people know.
    return `s3://${bucket}/${path.replace(/[%?\p{Cc}]/gu, (character) => encodeURIComponent(character))}`;
}
/** A name for `concurrency.group` that is the same for everybody who uses this state. */
function concurrencyGroupFromAddress(address) {
    return `lockstep-${(0,_plan_sha256_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256 */ .s)(address).slice(0, 16)}`;
}
function parseKey(encoded) {
    const key = decodePercents(encoded);
    if (key === '')
        throw new RangeError(`${form}; the key is missing`);
    // Terraform refuses such keys, so no lock would ever be found beside one.
    if (key.startsWith('/') || key.endsWith('/')) {
        throw new RangeError(`${form}; the key of a state neither begins nor ends with \`/\``);
    }
    if (key.endsWith('.tflock')) {
        throw new RangeError(`${form}; give the key of the state, without \`.tflock\``);
    }
    return key;
}
function parseOptions(query = '') {
    const given = new Map();
    for (const item of query.split('&').filter((part) => part !== '')) {
        const [name = '', ...rest] = item.split('=');
        if (name !== 'region' && name !== 'dynamodb_table') {
            throw new RangeError(`${form}; after \`?\` only \`region\` and \`dynamodb_table\` are known`);
        }
        if (given.has(name))
            throw new RangeError(`${form}; \`${name}\` is given twice`);
        const value = decodePercents(rest.join('='));
        if (!(name === 'region' ? regionName : tableName).test(value)) {
            throw new RangeError(`${form}; \`${name}\` is empty or holds a character that no such name has`);
        }
        given.set(name, value);
    }
    const region = given.get('region');
    const dynamodbTable = given.get('dynamodb_table');
    return { ...(region !== undefined && { region }), ...(dynamodbTable !== undefined && { dynamodbTable }) };
}
function decodePercents(text) {
    try {
        return decodeURIComponent(text);
    }
    catch (error) {
        throw new RangeError(`${form}; \`%\` begins an escape such as \`%3F\``, { cause: error });
    }
}


/***/ }),

/***/ 51766:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Pr: () => (/* binding */ changesFromPlan),
/* harmony export */   lp: () => (/* binding */ withSummary),
/* harmony export */   rw: () => (/* binding */ noChanges)
/* harmony export */ });
const noChanges = {
    add: 0,
    change: 0,
    destroy: 0,
    import: 0,
    replace: 0,
    move: 0,
    forget: 0,
};
/** `isRefreshOnly`: the plan's only change is to take over what was found, which stands in `resource_drift`. */
function changesFromPlan(plan, isRefreshOnly = false) {
    const managed = (plan.resource_changes ?? []).filter(({ mode }) => mode !== 'data');
    const counts = {
        add: count(managed, 'create'),
        change: count(managed, 'update'),
        destroy: count(managed, 'delete'),
        import: managed.filter(({ change }) => isPresent(change.importing)).length,
        replace: managed.filter(({ change: { actions } }) => actions.includes('create') && actions.includes('delete')).length,
        move: managed.filter(({ address, previous_address: from }) => isPresent(from) && from !== address).length,
        forget: count(managed, 'forget'),
    };
    const outputsChange = Object.values(plan.output_changes ?? {}).some(({ actions }) => !actions.includes('no-op'));
    const drifted = isRefreshOnly && (plan.resource_drift ?? []).length > 0;
    const computed = Object.values(counts).some((number) => number > 0) || outputsChange || drifted;
    // OpenTofu, and Terraform before 1.8, do not say whether a plan can be applied.
    return { counts, hasChanges: plan.applyable ?? computed };
}
/** Terraform's own numbers over ours; the rest stays as the plan says. */
function withSummary(counts, summary) {
    if (summary === undefined)
        return counts;
    return {
        ...counts,
        add: summary.add,
        change: summary.change,
        destroy: summary.destroy,
        import: summary.import,
    };
}
function count(changes, action) {
    return changes.filter(({ change }) => change.actions.includes(action)).length;
}
function isPresent(value) {
    return value !== undefined && value !== null;
}


/***/ }),

/***/ 65236:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ renderDiagnostic),
/* harmony export */   c: () => (/* binding */ diagnosticFromJson)
/* harmony export */ });
/** Reads the `diagnostic` object of the stream; undefined when it is not one. */
function diagnosticFromJson(value) {
    if (!isRecord(value) || typeof value['summary'] !== 'string')
        return undefined;
    const range = rangeFromJson(value['range']);
    const snippet = snippetFromJson(value['snippet']);
    return {
        severity: value['severity'] === 'warning' ? 'warning' : 'error',
        summary: value['summary'],
        detail: typeof value['detail'] === 'string' ? value['detail'] : '',
        ...(typeof value['address'] === 'string' ? { address: value['address'] } : {}),
        ...(range === undefined ? {} : { range }),
        ...(snippet === undefined ? {} : { snippet }),
    };
}
/** The diagnostic as Terraform's human output lays it out, without its frame. */
function renderDiagnostic(diagnostic) {
    const { severity, summary, detail, address, range, snippet } = diagnostic;
    const lines = [`${severity === 'error' ? 'Error' : 'Warning'}: ${summary}`];
    if (address !== undefined)
        lines.push('', `  with ${address},`);
    if (range !== undefined) {
        const context = snippet?.context === undefined ? '' : `, in ${snippet.context}`;
        if (address === undefined)
            lines.push('');
        lines.push(`  on ${range.filename} line ${String(range.start.line)}${context}:`);
        const code = snippet === undefined || snippet.code === '' ? [] : snippet.code.split('\n');
        for (const [index, line] of code.entries()) {
            lines.push(`  ${String((snippet?.startLine ?? 0) + index).padStart(4)}: ${line}`);
        }
    }
    if (detail !== '')
        lines.push('', detail.trimEnd());
    return lines.join('\n');
}
function rangeFromJson(value) {
    if (!isRecord(value) || typeof value['filename'] !== 'string')
        return undefined;
    const position = (name) => {
        const at = value[name];
        const number = (field) => countFrom(isRecord(at) ? at[field] : undefined);
        return { line: number('line'), column: number('column') };
    };
    return { filename: value['filename'], start: position('start'), end: position('end') };
}
function snippetFromJson(value) {
    if (!isRecord(value) || typeof value['code'] !== 'string')
        return undefined;
    return {
        context: typeof value['context'] === 'string' ? value['context'] : undefined,
        code: value['code'],
        startLine: countFrom(value['start_line']),
    };
}
/** Of what counts from 1. */
function countFrom(value) {
    return Number.isSafeInteger(value) ? Math.max(1, value) : 1;
}
function isRecord(value) {
    return typeof value === 'object' && value !== null;
}


/***/ }),

/***/ 90131:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ isJsonObject),
/* harmony export */   l: () => (/* binding */ parseExactJson)
/* harmony export */ });
const exact = JSON;
/** `JSON.parse`, of whose result JSON.stringify writes each number as it stood. `revive`: of the objects. */
function parseExactJson(text, revive = (value) => value) {
    return exact.parse(text, (_, value, { source }) => {
        if (typeof value === 'number' && source !== undefined)
            return exact.rawJSON(source);
        return isJsonObject(value) ? revive(value) : value;
    });
}
function isJsonObject(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value) && !exact.isRawJSON(value);
}


/***/ }),

/***/ 50761:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ shortCommit),
/* harmony export */   q: () => (/* binding */ isGitId)
/* harmony export */ });
/** Of a commit or a tree, SHA-1 or SHA-256, in hex. */
function isGitId(value) {
    return typeof value === 'string' && /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(value);
}
/** A commit as it is told to people. */
function shortCommit(commit) {
    return commit.slice(0, 12);
}


/***/ }),

/***/ 78941:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   DW: () => (/* binding */ nameOfBundle),
/* harmony export */   L0: () => (/* binding */ digestKeyFromBytes),
/* harmony export */   QN: () => (/* binding */ parseBundle),
/* harmony export */   SA: () => (/* binding */ maxBundleBytes),
/* harmony export */   XU: () => (/* binding */ parseBundleName),
/* harmony export */   pu: () => (/* binding */ renderBundle)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _record_form_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(75465);
/* harmony import */ var _reviewed_plan_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(11936);
/* harmony import */ var _sha256_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(65220);




/** Larger than any plan that is worth reviewing; what is larger is not read. */
const maxBundleBytes = 256 * 1024 * 1024;
const magic = 'lockstep-plan';
const version = 1;
const maxHeadLineBytes = 128;
const maxRecordBytes = 4 * 1024 * 1024;
/** @throws RangeError unless there are 32 bytes */
function digestKeyFromBytes(bytes) {
    if (bytes.length !== 32)
        throw new RangeError('a digest key has 32 bytes');
    return { id: mac(bytes, 'lockstep digest key id').toString('hex').slice(0, 16), bytes };
}
/**
 * A plan, its record and its provider lock file in one piece, so that a store has all of it or none:
 * ```
 * lockstep-plan 1
 * <the record, JSON on one line>
 * <ID of the digest key> <HMAC-SHA256 of the record's bytes, with a key derived from the digest key>
 * <bytes of the lock file, or - where there is none> <bytes of the plan file>
 * <the lock file><the plan file>
 * ```
 * The record holds the digests of both files.
 * @throws Error for what `parseBundle` would refuse, since nobody could apply it
 */
function renderBundle(plan, key) {
    const { planFile } = plan;
    const lockFile = plan.lockFile === undefined ? undefined : Buffer.from(plan.lockFile);
    const record = JSON.stringify(plan.record);
    const head = [
        `${magic} ${String(version)}`,
        record,
        `${key.id} ${recordMac(Buffer.from(record), key).toString('hex')}`,
        `${lockFile === undefined ? '-' : String(lockFile.length)} ${String(planFile.length)}`,
        '',
    ];
    const bundle = Buffer.concat([Buffer.from(head.join('\n')), lockFile ?? Buffer.alloc(0), planFile]);
    if (bundle.length > maxBundleBytes)
        throw new Error(`the plan is too large: ${String(bundle.length)} bytes`);
    const reading = parseBundle(bundle, key);
    if (reading.kind === 'refused')
        throw new Error(`the plan would be refused, since ${reading.reason}`);
    return bundle;
}
/** Never throws, whatever the bytes are. */
function parseBundle(bytes, key) {
    try {
        return { kind: 'read', plan: planFromBundle(bytes, key), key };
    }
    catch (error) {
        if (error instanceof Refusal || error instanceof _record_form_js__WEBPACK_IMPORTED_MODULE_1__/* .InvalidRecord */ .$)
            return { kind: 'refused', reason: error.message };
        throw error;
    }
}
/**
 * `<selector>-<request ID>-<digest of the plan file>-<run ID>-<attempt>-<8 hex digits>`: what a listing tells of the
 * plan. The digits are the beginning of the MAC, so that a copy of a bundle under another name is known for one.
 */
function nameOfBundle(bundle, record) {
    const tag = headOf(bundle).mac.slice(0, 8);
    const run = [record.run?.runId ?? 0, record.run?.attempt ?? 0].map(String);
    return [(0,_reviewed_plan_js__WEBPACK_IMPORTED_MODULE_2__/* .selectorOf */ .B)(record.request), (0,_reviewed_plan_js__WEBPACK_IMPORTED_MODULE_2__/* .requestIdOf */ .G)(record.request), record.planFileDigest, ...run, tag].join('-');
}
const BUNDLE_NAME = /^([0-9a-f]{12})-([0-9a-f]{12})-([0-9a-f]{64})-(0|[1-9]\d{0,14})-\d{1,6}-[0-9a-f]{8}$/;
/** undefined for what is no name of a bundle. */
function parseBundleName(name) {
    const [, selector, requestId, planFileDigest, runId] = BUNDLE_NAME.exec(name) ?? [];
    if (selector === undefined || requestId === undefined || planFileDigest === undefined)
        return undefined;
    return { selector, requestId, planFileDigest, runId: runId === '0' ? undefined : Number(runId) };
}
/** `message` goes on from "since". */
class Refusal extends Error {
}
const notWhole = 'it is not whole';
function planFromBundle(bytes, key) {
    const head = headOf(bytes);
    if (head.keyId !== key.id)
        throw new Refusal('it was made with another digest key than the store has now');
    if (!(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.timingSafeEqual)(Buffer.from(head.mac, 'hex'), recordMac(head.record, key)))
        throw new Refusal('its record was changed after it was stored');
    const record = (0,_record_form_js__WEBPACK_IMPORTED_MODULE_1__/* .recordFromJson */ .k)(parsedJson(head.record.toString('utf8')));
    if (record.keyId !== key.id)
        throw new Refusal('its record names another digest key');
    const { start, lockFileLength } = head;
    const lockFile = lockFileLength === undefined ? undefined : bytes.subarray(start, start + lockFileLength);
    const planFile = bytes.subarray(start + (lockFileLength ?? 0));
    if (record.lockFileDigest !== (lockFile === undefined ? null : (0,_sha256_js__WEBPACK_IMPORTED_MODULE_3__/* .sha256 */ .s)(lockFile)))
        throw new Refusal('its provider lock file was changed after it was stored');
    if (record.planFileDigest !== (0,_sha256_js__WEBPACK_IMPORTED_MODULE_3__/* .sha256 */ .s)(planFile))
        throw new Refusal('its plan file was changed after it was stored');
    return { record, planFile, lockFile: lockFile?.toString('utf8') };
}
function headOf(bytes) {
    let start = 0;
    const nextLine = (maxBytes) => {
        const end = bytes.subarray(start, start + maxBytes + 1).indexOf('\n');
        if (end < 0)
            throw new Refusal(notWhole);
        const line = bytes.subarray(start, start + end);
        start += end + 1;
        return line;
    };
    const nextMatch = (form) => {
        const match = form.exec(nextLine(maxHeadLineBytes).toString('latin1'));
        if (match === null)
            throw new Refusal(notWhole);
        return match;
    };
    const [, itsMagic, itsVersion] = nextMatch(/^([a-z-]+) ([1-9]\d{0,5})$/);
    if (itsMagic !== magic)
        throw new Refusal(notWhole);
    if (itsVersion !== String(version))
        throw new Refusal('it is of a version that this Lockstep does not know');
    const record = nextLine(maxRecordBytes);
    const [, keyId = '', recordMac = ''] = nextMatch(/^([0-9a-f]{16}) ([0-9a-f]{64})$/);
    const [, lockLength = '', planLength] = nextMatch(/^(-|0|[1-9]\d{0,9}) (0|[1-9]\d{0,9})$/);
    const lockFileLength = lockLength === '-' ? undefined : Number(lockLength);
    if (start + (lockFileLength ?? 0) + Number(planLength) !== bytes.length)
        throw new Refusal(notWhole);
    return { record, keyId, mac: recordMac, lockFileLength, start };
}
function parsedJson(text) {
    try {
        return JSON.parse(text);
    }
    catch {
        throw new Refusal('its record is not JSON');
    }
}
function recordMac(record, key) {
    return mac(mac(key.bytes, 'lockstep plan record'), record);
}
function mac(key, data) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHmac)('sha256', key).update(data).digest();
}


/***/ }),

/***/ 75465:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ InvalidRecord),
/* harmony export */   k: () => (/* binding */ recordFromJson)
/* harmony export */ });
/* harmony import */ var _lock_annotation_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(87198);
/* harmony import */ var _exact_json_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(90131);
/* harmony import */ var _git_id_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(50761);



/** `message` goes on from "since". */
class InvalidRecord extends Error {
}
/**
 * The record that parsed JSON holds. Whoever may write into the store and has its key may have written it, so each
 * field is looked at.
 * @throws InvalidRecord that names the field
 */
function recordFromJson(value) {
    const take = fieldsOf(value, 'its record');
    const request = requestFromJson(take('request', _exact_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isJsonObject */ .O));
    const varFileDigests = take('varFileDigests', listOf(isSha256));
    if (varFileDigests.length !== request.varFiles.length)
        throw invalid('its record', 'varFileDigests');
    return {
        stateAddress: take('stateAddress', isLine),
        workspace: take('workspace', isLine),
        commit: take('commit', _git_id_js__WEBPACK_IMPORTED_MODULE_1__/* .isGitId */ .q),
        baseCommit: take('baseCommit', orNull(_git_id_js__WEBPACK_IMPORTED_MODULE_1__/* .isGitId */ .q)),
        builtCommit: take('builtCommit', orEmpty(_git_id_js__WEBPACK_IMPORTED_MODULE_1__/* .isGitId */ .q)),
        tree: take('tree', orNull(_git_id_js__WEBPACK_IMPORTED_MODULE_1__/* .isGitId */ .q)),
        folderTree: take('folderTree', orNull(_git_id_js__WEBPACK_IMPORTED_MODULE_1__/* .isGitId */ .q)),
        pullRequest: take('pullRequest', orNull(isCount)),
        run: runFromJson(take('run', orNull(_exact_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isJsonObject */ .O))),
        actor: take('actor', isLine),
        event: take('event', isLine),
        branch: take('branch', isLine),
        createdAt: take('createdAt', isTime),
        engine: take('engine', isLine),
        engineVersion: take('engineVersion', isLine),
        account: take('account', orNull(matching(/^\d{12}$/))),
        request,
        varFileDigests,
        lockFileDigest: take('lockFileDigest', orNull(isSha256)),
        serial: take('serial', orNull(isCount)),
        lineage: take('lineage', orNull(isLine)),
        planFileDigest: take('planFileDigest', isSha256),
        planDigest: take('planDigest', orEmpty(isSha256)),
        keyId: take('keyId', isLine),
        hasChanges: take('hasChanges', isBoolean),
    };
}
function requestFromJson(fields) {
    const take = fieldsOf(fields, 'the request of its record');
    return {
        commentKey: take('commentKey', isText),
        destroy: take('destroy', isBoolean),
        refreshOnly: take('refreshOnly', isBoolean),
        planArguments: take('planArguments', listOf(isText)),
        varFiles: take('varFiles', listOf(isText)),
        cliArguments: take('cliArguments', isCliArguments),
    };
}
/** The same check as for a lock's annotation, which anybody may have written too. */
function runFromJson(fields) {
    if (fields === null)
        return null;
    const take = fieldsOf(fields, 'the run of its record');
    const run = {
        serverUrl: take('serverUrl', isLine),
        repository: take('repository', isLine),
        runId: take('runId', isCount),
        attempt: take('attempt', isCount),
        jobId: take('jobId', orNull(isCount)),
        pullRequest: take('pullRequest', orNull(isCount)),
        actor: take('actor', orNull(isLine)),
    };
    const text = (id) => (id === null ? undefined : String(id));
    const checked = (0,_lock_annotation_js__WEBPACK_IMPORTED_MODULE_2__/* .runReferenceFromTexts */ .V)({
        run: (0,_lock_annotation_js__WEBPACK_IMPORTED_MODULE_2__/* .urlOfRun */ .wt)(run),
        job: text(run.jobId),
        pr: text(run.pullRequest),
        actor: run.actor ?? undefined,
    });
    if (checked === undefined)
        throw invalid('its record', 'run');
    return checked;
}
function fieldsOf(value, what) {
    if (!(0,_exact_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isJsonObject */ .O)(value))
        throw new InvalidRecord(`${what} is no JSON object`);
    return (name, check) => {
        const field = value[name];
        if (!check(field))
            throw invalid(what, name);
        return field;
    };
}
function invalid(what, name) {
    return new InvalidRecord(`${what} has no valid "${name}"`);
}
const maxTextLength = 256 * 1024;
const maxLineLength = 8192;
const maxListLength = 10_000;
function isText(value) {
    return typeof value === 'string' && value.length <= maxTextLength;
}
/** For fields that people read. */
function isLine(value) {
    return typeof value === 'string' && value.length <= maxLineLength && !/\p{Cc}/u.test(value);
}
function matching(form) {
    return (value) => typeof value === 'string' && form.test(value);
}
const isSha256 = matching(/^[0-9a-f]{64}$/);
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:\d\d)$/;
function isTime(value) {
    return typeof value === 'string' && TIME.test(value) && Number.isFinite(Date.parse(value));
}
function isCount(value) {
    return Number.isSafeInteger(value) && value >= 0;
}
function isBoolean(value) {
    return typeof value === 'boolean';
}
function isCliArguments(value) {
    return ((0,_exact_json_js__WEBPACK_IMPORTED_MODULE_0__/* .isJsonObject */ .O)(value) &&
        Object.entries(value).every(([name, text]) => /^TF_CLI_ARGS\w{0,50}$/.test(name) && isText(text)));
}
function orNull(check) {
    return (value) => value === null || check(value);
}
function orEmpty(check) {
    return (value) => value === '' || check(value);
}
function listOf(check) {
    return (value) => Array.isArray(value) && value.length <= maxListLength && value.every((entry) => check(entry));
}


/***/ }),

/***/ 11936:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   B: () => (/* binding */ selectorOf),
/* harmony export */   G: () => (/* binding */ requestIdOf)
/* harmony export */ });
/* harmony import */ var _sha256_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65220);

const shortHashLength = 12;
/** What an `apply` always has to say itself, so that nobody destroys by accident what was planned beside it. */
function selectorOf({ commentKey, destroy, refreshOnly }) {
    return shortHash([commentKey, destroy, refreshOnly]);
}
/** Equal for equal requests. */
function requestIdOf(request) {
    const { planArguments, varFiles, cliArguments } = request;
    const sorted = Object.entries(cliArguments).sort(([a], [b]) => (a < b ? -1 : 1));
    return shortHash([selectorOf(request), planArguments, varFiles, sorted]);
}
function shortHash(value) {
    return (0,_sha256_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256 */ .s)(JSON.stringify(value)).slice(0, shortHashLength);
}


/***/ }),

/***/ 45328:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bd: () => (/* binding */ isResourceEvent),
/* harmony export */   KD: () => (/* binding */ parseStreamLine),
/* harmony export */   Kp: () => (/* binding */ isUnderLock),
/* harmony export */   Nx: () => (/* binding */ isExecutionHalted),
/* harmony export */   PV: () => (/* binding */ createRunFacts),
/* harmony export */   o7: () => (/* binding */ isCutOff)
/* harmony export */ });
/* harmony import */ var _lock_engine_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(40588);
/* harmony import */ var _diagnostic_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65236);


function parseStreamLine(line) {
    if (!line.startsWith('{'))
        return { kind: 'text', text: line };
    try {
        const body = JSON.parse(line);
        if (typeof body['type'] !== 'string' || typeof body['@level'] !== 'string')
            return { kind: 'text', text: line };
        const message = typeof body['@message'] === 'string' ? body['@message'] : '';
        return { kind: 'event', type: body['type'], message, body };
    }
    catch {
        return { kind: 'text', text: line };
    }
}
/** Diagnostics beyond this many are counted by the log only; a run of 10,000 resources may fail at each. */
const maxDiagnostics = 200;
/** Events that come before a lock is held, or that say nothing of it. */
const EVENTS_WITHOUT_LOCK = new Set([
    'version',
    'log',
    'diagnostic',
    'state_lock_acquire',
    'state_lock_release',
]);
const RESOURCE_EVENT = /^(?:apply|provision|ephemeral_op|ephemeral_action|action)_/;
function createRunFacts() {
    const diagnostics = [];
    let version;
    let haltedCount = 0;
    let errorSeen = false;
    let interruptSeen = false;
    let workSeen = false;
    let resourceEventSeen = false;
    let planned;
    let applied;
    let outputsChange = false;
    let stateNotSaved = false;
    let endTold = false;
    const completed = { add: 0, change: 0, destroy: 0 };
    const addDiagnostic = (body) => {
        const diagnostic = (0,_diagnostic_js__WEBPACK_IMPORTED_MODULE_0__/* .diagnosticFromJson */ .c)(body['diagnostic']);
        if (diagnostic === undefined)
            return;
        if (diagnostic.severity === 'error') {
            errorSeen = true;
            endTold ||= resourceEventSeen && !isCancelled(diagnostic);
        }
        if (isExecutionHalted(diagnostic))
            haltedCount += 1;
        if (isStateNotSaved(diagnostic) || (resourceEventSeen && isCancelled(diagnostic)))
            stateNotSaved = true;
        const isNew = !isExecutionHalted(diagnostic) || haltedCount === 1;
        if (isNew && diagnostics.length < maxDiagnostics)
            diagnostics.push(diagnostic);
    };
    return {
        add(line) {
            if (line.kind === 'text')
                return;
            if (isUnderLock(line))
                workSeen = true;
            if (isResourceEvent(line))
                resourceEventSeen = true;
            if (line.type === 'version')
                version ??= (0,_lock_engine_version_js__WEBPACK_IMPORTED_MODULE_1__/* .engineVersionFromEvent */ .H6)(line.body);
            else if (line.type === 'diagnostic')
                addDiagnostic(line.body);
            else if (line.type === 'log')
                interruptSeen ||= line.message.includes('Interrupt received');
            else if (line.type === 'change_summary') {
                const summary = summaryFromJson(line.body['changes']);
                if (summary?.operation === 'plan')
                    planned = summary;
                else if (summary !== undefined) {
                    applied = summary;
                    endTold = true;
                }
            }
            else if (line.type === 'outputs')
                outputsChange ||= outputsAreToChange(line.body['outputs']);
            else if (line.type === 'apply_complete') {
                const kind = completedKind(line.body['hook']);
                if (kind !== undefined)
                    completed[kind] += 1;
            }
        },
        facts: () => ({
            version,
            diagnostics,
            errorSeen,
            interruptSeen,
            haltedCount,
            workSeen,
            resourceEventSeen,
            planned,
            applied,
            outputsChange,
            completed,
            stateNotSaved,
            endTold,
        }),
    };
}
/** Whether Terraform tells of what it does with its lock, where it takes one. */
function isUnderLock({ type }) {
    return !EVENTS_WITHOUT_LOCK.has(type);
}
/** Whether Terraform tells of work on a resource, which it does under the lock of its operation only. */
function isResourceEvent({ type }) {
    return RESOURCE_EVENT.test(type);
}
/** Whether an apply came to its end before it tried to save what it had done; only its own word tells that it did not. */
function isCutOff(operation, { resourceEventSeen, endTold }, { locked, unlockTried }) {
    const isOver = endTold || locked.some((id) => unlockTried.includes(id));
    return operation === 'apply' && resourceEventSeen && !isOver;
}
function isExecutionHalted(diagnostic) {
    return diagnostic.summary === 'execution halted';
}
// internal/backend/local/backend_apply.go: the first when the state could not be written, the second when errored.tfstate was.
function isStateNotSaved(diagnostic) {
    return ['Failed to save state', 'Failed to persist state to backend'].includes(diagnostic.summary);
}
// internal/backend/local/backend.go, opWait: 5 s after a second interrupt Terraform ends with exit code 1, whether or not
// its state was written, and may leave its lock.
function isCancelled(diagnostic) {
    return diagnostic.summary === 'operation canceled';
}
function summaryFromJson(value) {
    if (typeof value !== 'object' || value === null)
        return undefined;
    const changes = value;
    const number = (name) => Number.isSafeInteger(changes[name]) ? Math.max(0, changes[name]) : 0;
    return {
        operation: typeof changes['operation'] === 'string' ? changes['operation'] : '',
        add: number('add'),
        change: number('change'),
        destroy: number('remove'),
        import: number('import'),
    };
}
// In the plan phase each output has an action; after an apply it has a value instead.
function outputsAreToChange(value) {
    if (typeof value !== 'object' || value === null)
        return false;
    return Object.values(value).some((output) => {
        const action = output?.action;
        return typeof action === 'string' && action !== 'noop';
    });
}
function completedKind(hook) {
    const action = hook?.action;
    if (action === 'create')
        return 'add';
    if (action === 'update')
        return 'change';
    return action === 'delete' ? 'destroy' : undefined;
}


/***/ }),

/***/ 65220:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   s: () => (/* binding */ sha256)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);

/** In hex. */
function sha256(data) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(data).digest('hex');
}


/***/ }),

/***/ 17945:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CD: () => (/* binding */ compareStates),
/* harmony export */   ne: () => (/* binding */ parseStateFile),
/* harmony export */   wF: () => (/* binding */ parseWholeState)
/* harmony export */ });
/* harmony import */ var _exact_json_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(90131);
/* harmony import */ var _sha256_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65220);


/** undefined for what is no whole state in clear: cut off, of another format, or encrypted by OpenTofu. */
function parseStateFile(text) {
    const state = parseWholeState(text, sorted);
    if (state === undefined)
        return undefined;
    const { serial, lineage, outputs, resources, check_results } = state;
    return {
        serial: Number(JSON.stringify(serial)),
        lineage,
        content: (0,_sha256_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256 */ .s)(JSON.stringify({ outputs, resources, check_results })),
    };
}
/** The same with all that it holds. `revive`: as of `parseExactJson`. */
function parseWholeState(text, revive) {
    let file;
    try {
        file = (0,_exact_json_js__WEBPACK_IMPORTED_MODULE_1__/* .parseExactJson */ .l)(text, revive);
    }
    catch {
        return undefined;
    }
    if (!(0,_exact_json_js__WEBPACK_IMPORTED_MODULE_1__/* .isJsonObject */ .O)(file))
        return undefined;
    const { version, lineage, resources } = file;
    const isWhole = JSON.stringify(version) === '4' && Array.isArray(resources) && typeof lineage === 'string';
    return isWhole ? { ...file, lineage, resources } : undefined;
}
/**
 * Serial and lineage as `state push` compares them, and the two cases that it does not see. A state that was pushed
 * is stored under the next serial (where there was none before, under another lineage too), so only its content tells
 * that it is there. And an empty state is overwritten by `state push` whatever its serial
 * (`CheckValidImport`, internal/states/statemgr/migrate.go), which brings back what somebody has destroyed since.
 */
function compareStates(file, stored) {
    if (stored?.content === file.content)
        return { kind: 'stored' };
    if (stored === undefined || stored.lineage === '')
        return { kind: 'newer' };
    if (stored.lineage !== file.lineage) {
        return {
            kind: 'overtaken',
            reason: 'the store has a state of another lineage, which does not descend from the one that was changed',
        };
    }
    if (stored.serial >= file.serial) {
        return {
            kind: 'overtaken',
            reason: `somebody has written the state since: it has serial ${String(stored.serial)}, the unsaved one ${String(file.serial)}`,
        };
    }
    return { kind: 'newer' };
}
function sorted(value) {
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}


/***/ }),

/***/ 17202:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HL: () => (/* binding */ withNotice),
/* harmony export */   R4: () => (/* binding */ maxCommentBytes),
/* harmony export */   Tf: () => (/* binding */ hashOfState),
/* harmony export */   mZ: () => (/* binding */ joinComment),
/* harmony export */   vj: () => (/* binding */ parseComment)
/* harmony export */ });
/* unused harmony export renderMarker */
/* harmony import */ var _plan_sha256_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65220);

const sectionBreak = '\n\n';
const none = 'none';
const applied = 'applied';
/**
 * The first line of a comment. It names state and key without showing them, and where the plan section stands, so that
 * nothing that is written in the comment can move its ends.
 */
function renderMarker(key, { head, planSection, isApplied = false }, kept = {}) {
    const start = head.length + sectionBreak.length;
    const place = planSection === undefined ? none : isApplied ? applied : placeOf(start, planSection);
    return firstLine(hashOfState(key) ?? kept.state, hashOfFolder(key) ?? kept.folder, place);
}
function firstLine(state, folder, place) {
    return `<!-- lockstep state=${state ?? none} folder=${folder ?? none} plan=${place} -->`;
}
/** Counted from the line after the marker, in UTF-16 units. */
function placeOf(start, planSection) {
    return `${String(start)}+${String(planSection.length)}:${(0,_plan_sha256_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256 */ .s)(planSection)}`;
}
/** The whole text of a comment: marker, head, plan section, foot. */
function joinComment(key, parts, kept) {
    const { head, planSection, foot } = parts;
    const sections = [head, ...(planSection === undefined ? [] : [planSection]), foot];
    return `${renderMarker(key, parts, kept)}\n${sections.join(sectionBreak)}`;
}
const MARKER = /^<!-- lockstep state=([0-9a-f]{32}|none) folder=([0-9a-f]{32}|none) plan=(?:none|applied|(\d{1,6})\+(\d{1,6}):([0-9a-f]{64})) -->$/;
/**
 * Reads a comment as GitHub gives it back. undefined where it is not the one of this state and key; whose it is, its
 * author tells. A plan section that was changed since is undefined too, and so is one that was applied.
 */
function parseComment(body, key) {
    const found = findSections(body, key);
    return found && { planSection: found.planSection, state: found.state, folder: found.folder };
}
function findSections(body, key) {
    // A form on GitHub's pages sends CRLF: a person who has edited the comment there leaves that behind.
    const [, first = '', rest = ''] = /^(.*)\n([^]*)$/.exec(body.replaceAll('\r\n', '\n')) ?? [];
    const [, state, folder, start = '', length = '', hash] = MARKER.exec(first) ?? [];
    if (state === undefined)
        return undefined;
    const wanted = hashOfState(key);
    const isOfFolder = folder === hashOfFolder(key) && (wanted === undefined || state === none);
    if (state !== wanted && !isOfFolder)
        return undefined;
    const end = Number(start) + Number(length);
    const planSection = rest.slice(Number(start), end);
    return {
        planSection: hash === (0,_plan_sha256_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256 */ .s)(planSection) ? planSection : undefined,
        state: state === none ? undefined : state,
        folder: folder === none ? undefined : folder,
        beforePlan: rest.slice(0, Number(start)),
        afterPlan: rest.slice(end),
    };
}
/** GitHub takes 65,536 characters. */
const maxCommentBytes = 65_000;
/** Nothing that a comment quotes can end a line of its own so: a `<` of others is escaped, or stands in a fence. */
const noticeEnd = ' <!-- lockstep notice -->';
const NOTICE = /(?<=^|\n)> ⚠️ .*<!-- lockstep notice -->\n\n$/;
/**
 * The comment with one line of Markdown before its plan, in the place of the one that stands there already; the next
 * version that its own run writes is without it. undefined where the comment is another one, has no plan that may still
 * be applied, or has no room.
 */
function withNotice(body, key, notice) {
    const found = findSections(body, key);
    if (found?.planSection === undefined)
        return undefined;
    const { planSection, state, folder, afterPlan } = found;
    const line = `> ⚠️ ${notice.replace(/\s+/g, ' ').trim()}${noticeEnd}`;
    const beforePlan = `${found.beforePlan.replace(NOTICE, '')}${line}${sectionBreak}`;
    const marker = firstLine(state, folder, placeOf(beforePlan.length, planSection));
    const changed = `${marker}\n${beforePlan}${planSection}${afterPlan}`;
    return Buffer.byteLength(changed) > maxCommentBytes ? undefined : changed;
}
/** Names state and key without showing them, in 32 hex digits. */
function hashOfState({ stateAddress, commentKey, }) {
    return stateAddress === undefined
        ? undefined
        : (0,_plan_sha256_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256 */ .s)(JSON.stringify([stateAddress, commentKey])).slice(0, 32);
}
function hashOfFolder({ folder, commentKey }) {
    return folder === undefined ? undefined : (0,_plan_sha256_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256 */ .s)(JSON.stringify([folder, commentKey])).slice(0, 32);
}


/***/ }),

/***/ 69183:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C8: () => (/* binding */ renderCellCode),
/* harmony export */   E9: () => (/* binding */ renderProse),
/* harmony export */   Q: () => (/* binding */ renderFence),
/* harmony export */   cR: () => (/* binding */ renderCode)
/* harmony export */ });
/** A fenced block that nothing in `text` can close: its fence is longer than any run of backticks in it. */
function renderFence(text, language = '') {
    const content = cutRuns(text);
    const fence = '`'.repeat(Math.max(3, longestRun(content) + 1));
    return `${fence}${language}\n${content.endsWith('\n') ? content : `${content}\n`}${fence}\n`;
}
/** `text` as one inline code span of a line of its own, a heading or a paragraph. */
function renderCode(text) {
    const content = cutRuns(text).replace(/\n/g, ' ');
    if (content === '')
        return '';
    const ticks = '`'.repeat(longestRun(content) + 1);
    // A space at both ends is taken off again (CommonMark 6.1), so that a backtick there stays apart from the fence.
    const isPadded = content.startsWith(' ') && content.endsWith(' ') && content.trim() !== '';
    const pad = isPadded || content.startsWith('`') || content.endsWith('`') ? ' ' : '';
    return `${ticks}${pad}${content}${pad}${ticks}`;
}
/** `text` as one inline code span of a table cell. */
function renderCellCode(text) {
    // A row is split at its bars before code spans are looked for. `\|` is the escape that is known there, and a
    // backslash in front of it would take the escape for itself.
    return renderCode(text).replace(/(?<!\\)(\\*)\|/g, '$1$1\\|');
}
/**
 * cmark-gfm knows no fence above 255 backticks, takes a longer one for one of 255, and finds no code span above 80
 * (src/blocks.c, `fence_length`; src/inlines.c, `MAXBACKTICKS`).
 */
const longestKeptRun = 64;
function cutRuns(text) {
    // Looked for at the start of a run only: at each of its backticks would be quadratic.
    return text.replace(/(?<!`)`{65,}/g, `${'`'.repeat(longestKeptRun)}…`);
}
function longestRun(text) {
    let longest = 0;
    for (const [run] of text.matchAll(/`+/g))
        longest = Math.max(longest, run.length);
    return longest;
}
const ZERO_WIDTH_SPACE = '\u200b';
/** What GitHub looks for in the text that Markdown has made, where no escape is left, and what breaks it. */
const LIVE = [
    // @alice, @acme/team, alice@example.com; #1, acme/infra#1
    [/[@#]/g, `$&${ZERO_WIDTH_SPACE}`],
    // https://…, and every other scheme
    [/:(?=\/\/)/g, `:${ZERO_WIDTH_SPACE}`],
    [/(www)\./gi, `$1${ZERO_WIDTH_SPACE}.`],
    [/(?<![a-z\d])(GH|GHSA|CVE)\\-(?=\w)/gi, `$1\\-${ZERO_WIDTH_SPACE}`],
    // :tada:
    [/:(?=(?:\w|\\[_+-])+:)/g, `:${ZERO_WIDTH_SPACE}`],
    // Formulas begin at a dollar sign, and the one escape that GitHub documents for them is this element.
    [/\$/g, '<span>$$</span>'],
];
/**
 * `text` as a paragraph that is nothing but prose: no mark-up, no mention, no reference, no link. A commit's hash stays
 * as it is, since its link tells nobody, and a lock ID that begins like one has to be copied.
 */
function renderProse(text) {
    const escaped = text
        // Spaces at the start of a line make code of it, those at its end a break, and an empty line ends the paragraph.
        .replace(/(?<![ \t])[ \t]*\n\s*/g, '\n')
        .trim()
        .replace(/&/g, '&amp;')
        .replace(/</g, '&lt;')
        .replace(/>/g, '&gt;')
        .replace(/[\\`*_{}[\]()#+!|~=-]/g, '\\$&')
        .replace(/^(\d+)\./gm, '$1\\.');
    return LIVE.reduce((prose, [live, broken]) => prose.replace(live, broken), escaped);
}


/***/ }),

/***/ 2792:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   A: () => (/* binding */ createForeignText)
/* harmony export */ });
/* harmony import */ var _fence_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(69183);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6676);
/* harmony import */ var _redaction_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(27079);



const maxProseBytes = 3_000;
const maxCodeLength = 200;
/** Of a text for one line; far above any that is shown. */
const maxReadLength = 65_536;
function createForeignText(sensitive) {
    const redact = (0,_redaction_js__WEBPACK_IMPORTED_MODULE_1__/* .createRedaction */ .E)(sensitive);
    // Redacted before anything is cut, since half of a secret is not known as one.
    const line = (text, limit) => (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .plainLine */ .h0)(redact((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .plainText */ .wh)((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .beginningOf */ .VI)(text, maxReadLength))), limit);
    return {
        prose: (text, limitBytes = maxProseBytes) => cutToFit(redact((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .plainText */ .wh)(text)), limitBytes, (kept, isCut) => (0,_fence_js__WEBPACK_IMPORTED_MODULE_0__/* .renderProse */ .E9)(isCut ? `${kept}…` : kept)),
        code: (text, limit = maxCodeLength) => (0,_fence_js__WEBPACK_IMPORTED_MODULE_0__/* .renderCode */ .cR)(line(text, limit)),
        cell: (text, limit = maxCodeLength) => (0,_fence_js__WEBPACK_IMPORTED_MODULE_0__/* .renderCellCode */ .C8)(line(text, limit)),
        line,
        fence: (text, limitBytes, cutNote) => cutToFit(redact((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .plainText */ .wh)(text)).replace(/^\n+/, '').trimEnd(), limitBytes, (kept, isCut) => (0,_fence_js__WEBPACK_IMPORTED_MODULE_0__/* .renderFence */ .Q)(isCut ? `${kept.slice(0, Math.max(0, kept.lastIndexOf('\n')))}\n${cutNote}` : kept)),
        isHarmless: (text) => redact(text) === text,
        quoted: (markdown) => redactQuoted(markdown, redact),
    };
}
/** `render` of the longest beginning of `text` that fits. */
function cutToFit(text, limitBytes, render) {
    // No character takes less than a byte.
    const longest = (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .beginningOf */ .VI)(text, limitBytes);
    const whole = render(longest, longest !== text);
    if (Buffer.byteLength(whole) <= limitBytes)
        return whole;
    let [fits, tooLong] = [0, longest.length];
    while (tooLong - fits > 1) {
        const middle = Math.floor((fits + tooLong) / 2);
        const cut = render((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .beginningOf */ .VI)(longest, middle), true);
        if (Buffer.byteLength(cut) <= limitBytes)
            fits = middle;
        else
            tooLong = middle;
    }
    return render((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_2__/* .beginningOf */ .VI)(longest, fits), true);
}
const FENCE = /^(`{3,})[\w-]*$/;
const CODE = /(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)|<code>([^<]*)(?=<\/code>)/g;
function redactQuoted(markdown, redact) {
    if (redact(markdown) === markdown)
        return markdown;
    let fence;
    const lines = markdown.split('\n').map((line) => {
        if (fence === undefined) {
            fence = FENCE.exec(line)?.[1];
            return line.replace(CODE, (_, ticks, code, html) => {
                if (ticks === undefined)
                    return `<code>${redact(html)}`;
                return `${ticks}${redact(code)}${ticks}`;
            });
        }
        if (line !== fence)
            return redact(line);
        fence = undefined;
        return line;
    });
    return lines.join('\n');
}


/***/ }),

/***/ 44843:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ renderInstant),
/* harmony export */   X: () => (/* binding */ renderClock)
/* harmony export */ });
/** `2026-08-22 10:11 UTC`; undefined for what is no time. `ms`: milliseconds since 1970. */
function renderInstant(ms) {
    // The range of a Date, and of the four digits of a year.
    if (!(ms >= 0 && ms < 253_402_300_800_000))
        return undefined;
    const [day = '', time = ''] = new Date(ms).toISOString().split('T');
    return `${day} ${time.slice(0, 5)} UTC`;
}
/** As `renderInstant`, without the day where it is that of `now`. */
function renderClock(ms, now) {
    const instant = renderInstant(ms);
    const today = renderInstant(now)?.slice(0, 10);
    return instant?.slice(0, 10) === today ? instant?.slice(11) : instant;
}


/***/ }),

/***/ 18035:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   c: () => (/* binding */ mostThatFit)
/* harmony export */ });
/** The largest number up to `count` of which `fits` holds. It holds for 0, and for all below one of which it holds. */
function mostThatFit(count, fits) {
    let [most, tooMany] = [0, count + 1];
    while (tooMany - most > 1) {
        const middle = Math.floor((most + tooMany) / 2);
        if (fits(middle))
            most = middle;
        else
            tooMany = middle;
    }
    return most;
}


/***/ }),

/***/ 6676:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   VI: () => (/* binding */ beginningOf),
/* harmony export */   h0: () => (/* binding */ plainLine),
/* harmony export */   wh: () => (/* binding */ plainText)
/* harmony export */ });
// An operating system command that nothing ends takes the rest of its line, not what follows it.
const ANSI_SEQUENCE = /\u001b(?:\[[0-?]*[ -/]*[@-~]|\][^\u0007\u001b\n]*(?:\u0007|\u001b\\)?|[@-Z\\-_])/g;
// Bidirectional overrides reorder what a reader sees, zero-width characters hide what a comparison sees; fillers and
// selectors are as invisible. U+FE0F stays: it makes an emoji of a sign.
const INVISIBLE = /(?!\ufe0f)[\p{Default_Ignorable_Code_Point}\u2028\u2029\ufff9-\ufffb]/gu;
const CONTROL_EXCEPT_NEWLINE_AND_TAB = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Text without ANSI sequences, control, bidirectional and invisible characters; lines and tabs stay. */
function plainText(text) {
    return (text
        // GitHub's API takes no half of a surrogate pair, and two that come together would be an invisible character.
        .toWellFormed()
        .replace(/\r\n/g, '\n')
        .replace(ANSI_SEQUENCE, '')
        .replace(CONTROL_EXCEPT_NEWLINE_AND_TAB, '')
        .replace(INVISIBLE, ''));
}
/** `plainText` on one line of at most `limit` UTF-16 units, an ellipsis where it was cut. */
function plainLine(text, limit = 200) {
    const line = plainText(text.slice(0, limit * 8))
        .replace(/[\n\t]+/g, ' ')
        .trim();
    return line.length <= limit ? line : `${beginningOf(line, limit - 1)}…`;
}
/** At most `length` UTF-16 units of `text`, no character halved. */
function beginningOf(text, length) {
    return text.slice(0, length).replace(/[\ud800-\udbff]$/, '');
}


/***/ }),

/***/ 46476:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   LS: () => (/* binding */ plural),
/* harmony export */   NR: () => (/* binding */ groupsOfPlan),
/* harmony export */   x8: () => (/* binding */ worstIcon)
/* harmony export */ });
/** In the order of danger: what is lost, what is altered, what is new, what only Terraform's state sees. */
const ACTIONS = [
    ['destroy', '-', '🔴', 'to destroy'],
    ['replace', '!', '🔴', 'to replace'],
    ['change', '!', '🟡', 'to change'],
    ['create', '+', '🟢', 'to create'],
    ['import', ' ', '🔵', 'to import, otherwise unchanged'],
    ['move', ' ', '🔵', 'to move, otherwise unchanged'],
    ['forget', ' ', '⚪', 'to forget: no longer managed, not destroyed'],
    ['read', ' ', '⚪', 'to read during apply'],
];
const SYMBOLS = new Map(ACTIONS.map(([action, symbol]) => [action, symbol]));
/** UTF-16 units of an address and what is said of it, and of the message of a check. */
const maxLineLength = 500;
/** The groups that have something in them, in the order in which they are shown. */
function groupsOfPlan(view, line) {
    const byAction = Map.groupBy(view.resources, ({ action }) => action);
    const resources = ACTIONS.map(([action, , icon, words]) => {
        const entries = (byAction.get(action) ?? []).map((resource) => resourceEntry(resource, reasonsOf(resource), line));
        return { title: `${icon} ${String(entries.length)} ${words}`, entries };
    });
    const checks = view.failingChecks.flatMap((check) => checkEntries(check, line));
    const outputs = view.outputs.map((output) => outputEntry(output, line));
    const drift = view.drift.map((resource) => resourceEntry(resource, driftReasonsOf(resource), line));
    const outputsTitle = `📤 ${plural(outputs.length, 'output')} to change`;
    const driftTitle = `👀 ${plural(drift.length, 'resource')} changed outside of Terraform`;
    return [
        { title: `⚠️ ${plural(view.failingChecks.length, 'failing check')}`, entries: checks },
        ...resources,
        { title: outputsTitle, entries: outputs, diff: view.outputsDiff, isFolded: true },
        { title: driftTitle, entries: drift, isFolded: true },
    ].filter(({ entries }) => entries.length > 0);
}
/** The icon of the worst that a plan does. */
function worstIcon({ isErrored, counts, resources }) {
    if (isErrored)
        return '❌';
    if (counts.destroy > 0 || counts.replace > 0)
        return '🔴';
    const actions = new Set(resources.map(({ action }) => action));
    return ACTIONS.find(([action]) => actions.has(action))?.[2] ?? '🟢';
}
function plural(count, noun) {
    return `${String(count)} ${noun}${count === 1 ? '' : 's'}`;
}
function resourceEntry(resource, reasons, line) {
    const { address, type, action, diff } = resource;
    const text = reasons.length === 0 ? address : `${address}  # ${reasons.join('; ')}`;
    return { symbol: SYMBOLS.get(action) ?? ' ', text: line(text, maxLineLength), type, diff };
}
function reasonsOf({ isCreatedFirst, movedFrom, importId, reasons }) {
    return [
        ...(isCreatedFirst ? ['created before it is destroyed'] : []),
        ...(movedFrom === undefined ? [] : [`moved from ${movedFrom}`]),
        ...(importId === undefined
            ? []
            : [importId === '' ? 'imported' : `imported from ${JSON.stringify(importId)}`]),
        ...reasons,
    ];
}
function driftReasonsOf(resource) {
    return [resource.action === 'destroy' ? 'has been deleted' : 'has changed', ...reasonsOf(resource)];
}
function outputEntry({ name, action }, line) {
    return { symbol: SYMBOLS.get(action) ?? ' ', text: line(name, maxLineLength), type: '' };
}
function checkEntries({ address, problems }, line) {
    const said = problems.length === 0 ? ['could not be evaluated'] : problems;
    return said.map((problem) => ({
        symbol: '!',
        text: line(`${address}: ${problem}`, maxLineLength),
        type: '',
    }));
}


/***/ }),

/***/ 27079:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ createRedaction)
/* harmony export */ });
/** Shorter values are redacted by structure, where they stand: a text without every `true` or `1` says nothing. */
const minimumLength = 8;
const replacement = '***';
/**
 * Replaces every occurrence of a sensitive value; those that overlap go as one. Costs one look-up for each character
 * of a text, however many values there are.
 */
function createRedaction(sensitive) {
    const families = familiesOf(sensitive);
    if (families.size === 0)
        return (text) => text;
    return (text) => {
        const parts = [];
        let kept = 0;
        let start = 0;
        let end = 0;
        for (let at = 0; at + minimumLength <= text.length; at++) {
            const length = longestMatch(families, text, at);
            if (at + length <= end)
                continue;
            if (length === 0)
                continue;
            if (at >= end) {
                if (end > kept)
                    parts.push(text.slice(kept, start), replacement);
                kept = end;
                start = at;
            }
            end = at + length;
        }
        if (end === 0)
            return text;
        return [...parts, text.slice(kept, start), replacement, text.slice(end)].join('');
    };
}
function longestMatch(families, text, at) {
    const family = families.get(text.slice(at, at + minimumLength));
    return family?.lengths.find((length) => family.values.has(text.slice(at, at + length))) ?? 0;
}
function familiesOf(sensitive) {
    const families = new Map();
    for (const value of writtenForms(sensitive)) {
        const beginning = value.slice(0, minimumLength);
        const family = families.get(beginning) ?? { lengths: [], values: new Set() };
        families.set(beginning, family);
        family.values.add(value);
        if (!family.lengths.includes(value.length))
            family.lengths.push(value.length);
    }
    for (const { lengths } of families.values())
        lengths.sort((a, b) => b - a);
    return families;
}
/** Terraform shows a long value line by line, indented, and a short one in quotes, with escapes; a provider, in a URL. */
function writtenForms(sensitive) {
    const forms = new Set();
    for (const value of sensitive) {
        if (value.length < minimumLength)
            continue;
        for (const text of [value, ...value.split(/\r?\n/)]) {
            const plain = text.trim();
            const quoted = JSON.stringify(plain).slice(1, -1);
            for (const form of [plain, quoted, quoted.replace(/([$%])\{/g, '$1$1{'), ...urlForms(plain)]) {
                if (form.length >= minimumLength)
                    forms.add(form);
            }
        }
    }
    return forms;
}
/** As a part of a path, and as a field of a form, where RFC 3986 is taken strictly and a space is a plus sign. */
function urlForms(text) {
    const escaped = encodeURIComponent(text.toWellFormed());
    const strict = escaped.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
    return [escaped, strict, strict.replace(/%20/g, '+')];
}


/***/ }),

/***/ 72397:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ renderShellWord),
/* harmony export */   c: () => (/* binding */ renderShellCommand)
/* harmony export */ });
/** A word that a POSIX shell takes as it is. */
function renderShellWord(text) {
    return /^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw `'\''`)}'`;
}
function renderShellCommand(...words) {
    return words.map(renderShellWord).join(' ');
}


/***/ }),

/***/ 31744:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   k: () => (/* binding */ createStreamView)
/* harmony export */ });
/* harmony import */ var _plan_run_facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(45328);
/* harmony import */ var _plan_diagnostic_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(65236);


/** `showPlannedChanges`: no full plan text follows, so the one-line form of each change is all there is to see. */
function createStreamView(options) {
    let halted = false;
    return {
        show(line) {
            if (line.kind === 'text')
                return line.text === '' ? undefined : line.text;
            switch (line.type) {
                case 'version':
                case 'refresh_complete':
                    return undefined;
                case 'planned_change':
                case 'resource_drift':
                case 'planned_action_invocation':
                    return options.showPlannedChanges ? line.message : undefined;
                case 'log':
                    return logText(line.body, line.message);
                case 'outputs':
                    return renderOutputs(line.body['outputs']);
                case 'change_summary':
                    return isOfPlan(line.body['changes']) && !options.showPlannedChanges
                        ? undefined
                        : `\n${line.message}\n`;
                case 'diagnostic': {
                    const diagnostic = (0,_plan_diagnostic_js__WEBPACK_IMPORTED_MODULE_1__/* .diagnosticFromJson */ .c)(line.body['diagnostic']);
                    if (diagnostic === undefined)
                        return line.message;
                    // One for each resource that an interrupt left undone: 2,610 of them were seen in one run.
                    if ((0,_plan_run_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .isExecutionHalted */ .Nx)(diagnostic) && halted)
                        return undefined;
                    halted ||= (0,_plan_run_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .isExecutionHalted */ .Nx)(diagnostic);
                    return `\n${(0,_plan_diagnostic_js__WEBPACK_IMPORTED_MODULE_1__/* .renderDiagnostic */ .I)(diagnostic)}\n`;
                }
                default:
                    return line.message;
            }
        },
    };
}
// An "Emergency state dump" carries the whole state, secrets included; its message alone is shown.
function logText(body, message) {
    return 'state' in body ? `${message} (the state is not shown here)` : message;
}
// After an apply each output has a value; before it, an action, which the plan shows better. Sensitive ones have none.
function renderOutputs(outputs) {
    if (typeof outputs !== 'object' || outputs === null)
        return undefined;
    const lines = Object.entries(outputs)
        .filter(([, output]) => output?.action === undefined)
        .map(([name, output]) => {
        return `${name} = ${output?.sensitive === true ? '<sensitive>' : JSON.stringify(output?.value ?? null)}`;
    });
    return lines.length === 0 ? undefined : `Outputs:\n\n${lines.join('\n')}\n`;
}
// The plan's text ends in the same sentence; and an interrupted plan says "0 to add" here.
function isOfPlan(changes) {
    return changes?.operation === 'plan';
}


/***/ }),

/***/ 68974:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   lL: () => (/* binding */ maxRacesInARow),
/* harmony export */   p5: () => (/* binding */ raceDelayMs),
/* harmony export */   pP: () => (/* binding */ pollDelayMs),
/* harmony export */   qO: () => (/* binding */ retryDelayMs)
/* harmony export */ });
const pollIntervalMs = { next: 300, behind: 1500, alone: 1200 };
/**
 * Milliseconds until the next look at a held lock, ± 30 %, so that waiters do not look in step. Only the next one has to
 * see at once that it is free.
 */
function pollDelayMs(place, random) {
    return jittered(pollIntervalMs[place], 0.3, random);
}
/**
 * Milliseconds before Terraform is started again where only Terraform can tell whether the lock is free: equal
 * jitter, doubling from 1 s to 15 s. `attempt` counts from 0.
 */
function retryDelayMs(attempt, random) {
    const ceiling = Math.min(15_000, 1000 * 2 ** Math.min(attempt, 10));
    return ceiling / 2 + (random() * ceiling) / 2;
}
/** A store that refuses the lock and shows none this often in a row keeps no lock that anybody could wait for. */
const maxRacesInARow = 10;
/** Milliseconds after a lost race, where the lock was already free again: up to 50 ms, doubling to 1.6 s. */
function raceDelayMs(attempt, random) {
    return random() * 50 * 2 ** Math.min(attempt, 5);
}
function jittered(meanMs, share, random) {
    return meanMs * (1 - share + 2 * share * random());
}


/***/ }),

/***/ 42084:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Gv: () => (/* binding */ credentialLife),
/* harmony export */   O_: () => (/* binding */ stopTime),
/* harmony export */   lG: () => (/* binding */ parseExpiration)
/* harmony export */ });
/* unused harmony export stopBeforeEndMs */
/** With credentials that have ended, Terraform can neither save its state nor give its lock back. */
const stopBeforeEndMs = 120_000;
/** Judges whether an apply may start. Below `stopBeforeEndMs` it would be stopped at once, whatever the minimum is. */
function credentialLife(expiresAt, now, minimumMs) {
    const leftMs = expiresAt - now;
    const neededMs = Math.max(minimumMs, stopBeforeEndMs);
    return { leftMs, neededMs, isTooShort: leftMs < neededMs };
}
/**
 * When a Terraform that starts now is to be stopped; undefined for a plan with credentials that have ended: it can take
 * no lock. A plan that starts in the last 2 minutes has half of what is left.
 */
function stopTime(expiresAt, now) {
    const leftMs = expiresAt - now;
    if (leftMs <= 0)
        return undefined;
    return expiresAt - (leftMs < stopBeforeEndMs ? leftMs / 2 : stopBeforeEndMs);
}
const INSTANT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/;
/**
 * Milliseconds since 1970 of a time in ISO 8601 with its zone. configure-aws-credentials hands a Date to `setOutput`,
 * which writes it as JSON: its output `aws-expiration` stands in double quotes
 * (https://github.com/aws-actions/configure-aws-credentials/blob/v6.2.3/src/helpers.ts).
 * @throws RangeError
 */
function parseExpiration(text) {
    const bare = /^"(.*)"$/.exec(text)?.[1] ?? text;
    const local = INSTANT.exec(bare)?.[1];
    const at = Date.parse(bare);
    // Date.parse takes 30 February for 2 March.
    if (local === undefined || Number.isNaN(at) || !isOfCalendar(local)) {
        throw new RangeError('expected a time with its zone, such as `2026-08-22T11:12:12Z` or `2026-08-22T13:12:12+02:00`');
    }
    return at;
}
function isOfCalendar(local) {
    return new Date(`${local}Z`).toISOString().startsWith(local);
}


/***/ }),

/***/ 54420:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   d: () => (/* binding */ startDeadline)
/* harmony export */ });
/** `usedMs`: what of the time is over already. */
function startDeadline(clock, totalMs, usedMs = 0) {
    const end = clock.monotonic() + totalMs - usedMs;
    const remainingMs = () => Math.max(0, end - clock.monotonic());
    return { totalMs, remainingMs, hasPassed: () => remainingMs() === 0 };
}


/***/ }),

/***/ 87100:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E9: () => (/* binding */ parseDuration),
/* harmony export */   F1: () => (/* binding */ parseAge),
/* harmony export */   PP: () => (/* binding */ renderDuration)
/* harmony export */ });
/** Go's `time.ParseDuration` units, which Terraform's own `-lock-timeout` takes, in milliseconds. */
const millisecondsPerUnit = {
    ns: 1e-6,
    us: 1e-3,
    µs: 1e-3, // U+00B5
    μs: 1e-3, // U+03BC
    ms: 1,
    s: 1_000,
    m: 60_000,
    h: 3_600_000,
};
const duration = /^\+?(?:(?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+$/;
const part = /(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g;
/** Go counts nanoseconds in an int64; a longer duration would be refused by Terraform itself. */
const longestMs = 9_223_372_036_854;
/**
 * Milliseconds, whole, of a duration in Go's notation: `90s`, `1h30m`, `1.5h`, `300ms`, `0`.
 * @throws RangeError for anything else, negative durations included
 */
function parseDuration(text) {
    if (text === '0' || text === '+0')
        return 0;
    if (!duration.test(text)) {
        throw new RangeError('expected a duration such as `90s`, `10m` or `1h30m`, not negative');
    }
    let total = 0;
    for (const [, amount = '', unit = ''] of text.matchAll(part)) {
        total += Number(amount) * (millisecondsPerUnit[unit] ?? Number.NaN);
    }
    if (!(total <= longestMs))
        throw new RangeError('expected a duration of less than 292 years');
    return Math.round(total);
}
/**
 * The same with days, first: `7d`, `1d12h`.
 * @throws RangeError
 */
function parseAge(text) {
    const days = /^\d{1,5}(?=d)/.exec(text)?.[0];
    const rest = days === undefined ? text : text.slice(`${days}d`.length);
    try {
        return Number(days ?? 0) * 24 * 3_600_000 + (days !== undefined && rest === '' ? 0 : parseDuration(rest));
    }
    catch (error) {
        throw new RangeError('expected an age such as `7d`, `12h` or `1d12h`, not negative', { cause: error });
    }
}
/**
 * A duration for people: its two largest units, `1 min 30 s`, `2 h 5 min`, `3 d 4 h`; `300 ms` below a second.
 * Negative ones read `0 s`, since they are what is left after a deadline.
 */
function renderDuration(ms) {
    const milliseconds = Math.round(ms);
    if (milliseconds <= 0)
        return '0 s';
    if (milliseconds < 1_000)
        return `${String(milliseconds)} ms`;
    const seconds = Math.round(ms / 1_000);
    if (seconds < 3_600)
        return joinUnits(Math.floor(seconds / 60), 'min', seconds % 60, 's');
    const minutes = Math.floor(seconds / 60);
    if (minutes < 24 * 60)
        return joinUnits(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
    const hours = Math.floor(minutes / 60);
    return joinUnits(Math.floor(hours / 24), 'd', hours % 24, 'h');
}
function joinUnits(large, largeUnit, small, smallUnit) {
    const parts = [
        ...(large > 0 ? [`${String(large)} ${largeUnit}`] : []),
        ...(small > 0 ? [`${String(small)} ${smallUnit}`] : []),
    ];
    return parts.join(' ');
}


/***/ }),

/***/ 40869:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $v: () => (/* binding */ readTextIfAny),
/* harmony export */   Im: () => (/* binding */ isEmpty),
/* harmony export */   L4: () => (/* binding */ modifiedAt),
/* harmony export */   io: () => (/* binding */ readBytes),
/* harmony export */   nM: () => (/* binding */ removeFile),
/* harmony export */   yR: () => (/* binding */ readText)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);

async function readText(file) {
    return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(file, 'utf8');
}
async function readBytes(file) {
    return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(file);
}
/** undefined where there is none. */
async function readTextIfAny(file) {
    try {
        return await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(file, 'utf8');
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
}
async function isEmpty(file) {
    return (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(file)).size === 0;
}
/** A file that is gone already is as good. */
async function removeFile(file) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(file, { force: true });
}
/** Milliseconds since 1970; -Infinity for what is no file. */
async function modifiedAt(file) {
    try {
        const found = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.stat)(file);
        return found.isFile() ? found.mtimeMs : -Infinity;
    }
    catch {
        return -Infinity;
    }
}


/***/ }),

/***/ 1386:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ readGivenValues)
/* harmony export */ });
/* unused harmony export writtenValues */
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _terraform_shell_words_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(54062);
/* harmony import */ var _files_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(40869);



/**
 * What begins a value that is written in clear in a text of HCL or JSON; a comment and the name of a field are none. A
 * string that nothing ends takes the rest of its line: whatever is read here, nothing of it is read twice.
 */
const WRITTEN = /(?:#|\/\/).*|<<[-~]?(\w+)\r?\n|"((?:[^"\\\n]|\\[^\n])*)(?:"([ \t]*[:=](?!=))?|\\?(?=\n|$))|(?<![\w.])\d[\d.]*(?![\w.])/g;
/**
 * What Terraform is given for its variables: by the environment, by `-var`, and by the files of `-var-file`. Only the
 * configuration says which of them are sensitive, and where a run fails it may never come to say so.
 */
async function readGivenValues(inputs, env) {
    const words = [
        ...inputs.planArguments,
        ...inputs.applyArguments,
        ...['TF_CLI_ARGS', 'TF_CLI_ARGS_plan', 'TF_CLI_ARGS_apply'].flatMap((name) => (0,_terraform_shell_words_js__WEBPACK_IMPORTED_MODULE_2__/* .splitShellWords */ .C)(env[name] ?? '') ?? []),
    ];
    const values = [
        ...Object.entries(env).flatMap(([name, value]) => (name.startsWith('TF_VAR_') ? [value ?? ''] : [])),
        ...optionsOf(words, 'var').map((option) => option.replace(/^[^=]*=/, '').trim()),
    ];
    const files = [...inputs.varFiles, ...optionsOf(words, 'var-file')];
    const texts = await Promise.all(
    // Terraform itself says what is wrong with a file that can't be read.
    files.map((file) => (0,_files_js__WEBPACK_IMPORTED_MODULE_1__/* .readText */ .yR)((0,node_path__WEBPACK_IMPORTED_MODULE_0__.resolve)(inputs.workingDirectory, file)).catch(() => '')));
    const structured = values.filter((value) => /^\s*(?:[[{"]|<<)/.test(value));
    return new Set([...values, ...[...structured, ...texts].flatMap(writtenValues)]);
}
/** The strings and numbers of a text of HCL or JSON. */
function writtenValues(text) {
    const values = [];
    const linesOf = linesByFirstWord(text);
    let end = 0;
    for (const { 0: match, 1: marker, 2: quoted, 3: isName, index } of text.matchAll(WRITTEN)) {
        if (index < end || isName !== undefined || match.startsWith('#') || match.startsWith('//'))
            continue;
        if (marker === undefined) {
            values.push(quoted === undefined ? match : unescape(quoted));
            continue;
        }
        const start = index + match.length;
        const lines = linesOf.get(marker) ?? [];
        while ((lines.at(-1) ?? start) < start)
            lines.pop();
        const last = lines.at(-1);
        // A heredoc that nothing ends is no value, and what is in it may be.
        if (last === undefined)
            continue;
        values.push(text.slice(start, Math.max(start, last - 1)));
        end = last;
    }
    return values;
}
/** Where the lines begin that begin with a word, from the last to the first. */
function linesByFirstWord(text) {
    const lines = new Map();
    for (const { 1: lineEnd = '', 2: word = '', index } of [...text.matchAll(/(^|\n)[ \t]*(\w+)/g)].reverse()) {
        const starts = lines.get(word) ?? [];
        starts.push(index + lineEnd.length);
        lines.set(word, starts);
    }
    return lines;
}
/** Of `-name=value`, and of `-name` with its value in the next word; Go's flag package takes two dashes as well. */
function optionsOf(words, name) {
    return words.flatMap((word, index) => {
        const option = word.replace(/^--?/, '');
        if (option === word)
            return [];
        if (option.startsWith(`${name}=`))
            return [option.slice(name.length + 1)];
        return option === name ? [words[index + 1] ?? ''] : [];
    });
}
function unescape(quoted) {
    try {
        return JSON.parse(`"${quoted}"`);
    }
    catch {
        return quoted;
    }
}


/***/ }),

/***/ 94851:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O: () => (/* binding */ parseInputValues),
/* harmony export */   V: () => (/* binding */ inputDefaults)
/* harmony export */ });
/* harmony import */ var _lock_removal_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(57047);
/* harmony import */ var _lock_state_address_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(52483);
/* harmony import */ var _retry_credential_life_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(42084);
/* harmony import */ var _retry_duration_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(87100);
/* harmony import */ var _input_values_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2173);





const commands = ['plan', 'apply', 'status', 'wait', 'unlock', 'drift', 'audit', 'restore'];
/** Every input: its default as it stands in action.yml, and what it accepts by itself. */
const inputTable = {
    command: { default: 'plan', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOf */ .yL)(...commands) },
    'working-directory': { default: '.', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseOneLine */ .a1 },
    'working-directories': { default: '', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseLines */ .Li },
    'state-address': { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_lock_state_address_js__WEBPACK_IMPORTED_MODULE_1__/* .parseStateAddress */ .pn) },
    workspace: { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseWorkspaceName */ .e7) },
    'create-workspace': { default: 'false', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseBoolean */ .yG },
    executable: { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseOneLine */ .a1) },
    init: { default: 'true', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseBoolean */ .yG },
    'backend-config': { default: '', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseLines */ .Li },
    'var-file': { default: '', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseLines */ .Li },
    'init-args': { default: '', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseLines */ .Li },
    'plan-args': { default: '', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseLines */ .Li },
    'apply-args': { default: '', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseLines */ .Li },
    destroy: { default: 'false', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseBoolean */ .yG },
    'refresh-only': { default: 'false', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseBoolean */ .yG },
    lock: { default: 'auto', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseAutoOrBoolean */ .aj },
    'lock-timeout': { default: '10m', parse: _retry_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .parseDuration */ .E9 },
    'on-contention': { default: 'auto', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOf */ .yL)('auto', 'wait', 'fail', 'neutral') },
    'annotate-lock': { default: 'true', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseBoolean */ .yG },
    'recover-lock': { default: 'own-run', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOf */ .yL)('own-run', 'off') },
    'allow-unlocked-backend': { default: 'false', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseBoolean */ .yG },
    'lock-id': { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .lineUpTo */ .rM)(200)) },
    reason: { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .lineUpTo */ .rM)(_lock_removal_js__WEBPACK_IMPORTED_MODULE_0__/* .maxReasonLength */ .HD)) },
    force: { default: 'false', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseBoolean */ .yG },
    'plan-store': { default: 'auto', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOf */ .yL)('auto', 's3', 'artifact', 'none') },
    // GitHub's own longest, of an enterprise; a repository may allow less.
    'artifact-retention-days': { default: '7', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .wholeNumber */ .rD)(1, 400) },
    'maximum-plan-age': { default: '7d', parse: _retry_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .parseAge */ .F1 },
    'plan-encryption-key': { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parsePassphrase */ .e2), isSecret: true },
    'plan-file': { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseOneLine */ .a1) },
    'plan-digest': { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parsePlanDigest */ .Bd) },
    'apply-policy': { default: 'reviewed', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOf */ .yL)('reviewed', 'unreviewed') },
    'required-approvals': { default: '0', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .wholeNumber */ .rD)(0, 100) },
    'github-token': { default: '${{ github.token }}', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseOneLine */ .a1), isSecret: true },
    comment: { default: 'auto', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOf */ .yL)('auto', 'always', 'contention', 'never') },
    // Told in each comment, so it stays short.
    'comment-key': { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .lineUpTo */ .rM)(100) },
    'pull-request': { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parsePullRequest */ .yA) },
    'cancel-grace': { default: '3m', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseCancelGrace */ .OV },
    'credential-expiration': { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)(_retry_credential_life_js__WEBPACK_IMPORTED_MODULE_4__/* .parseExpiration */ .lG) },
    'minimum-credential-life': { default: '15m', parse: _retry_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .parseDuration */ .E9 },
    'concurrency-check': { default: 'warn', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOf */ .yL)('off', 'warn', 'fail') },
    'audit-fail-on': { default: 'fail', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .oneOf */ .yL)('fail', 'warn', 'never') },
    'fail-on-drift': { default: 'false', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseBoolean */ .yG },
    'state-version': { default: '', parse: (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .optional */ .lq)((0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .lineUpTo */ .rM)(1024)) },
    'repair-digest': { default: 'false', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseBoolean */ .yG },
    'job-id': { default: '${{ job.check_run_id }}', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseIdIfAny */ .EX },
    matrix: { default: '${{ toJSON(matrix) }}', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseJsonIfAny */ .d4 },
    'job-workflow-ref': { default: '${{ job.workflow_ref }}', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseOneLine */ .a1 },
    'job-workflow-sha': { default: '${{ job.workflow_sha }}', parse: _input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .parseOneLine */ .a1 },
};
/** The default of every input that Lockstep reads, by name; action.yml must say the same. */
const inputDefaults = Object.fromEntries(Object.entries(inputTable).map(([name, row]) => [name, row.default]));
/** Each input by itself. The runner upper-cases names and keeps their hyphens: `INPUT_LOCK-TIMEOUT`. */
function parseInputValues(env) {
    const values = {};
    const problems = [];
    for (const [name, row] of Object.entries(inputTable)) {
        const given = env[`INPUT_${name.toUpperCase()}`]?.trim() ?? '';
        const text = given === '' ? defaultText(row.default) : given;
        try {
            values[name] = row.parse(text);
        }
        catch (error) {
            if (!(error instanceof RangeError))
                throw error;
            const shown = 'isSecret' in row ? 'not valid' : (0,_input_values_js__WEBPACK_IMPORTED_MODULE_3__/* .quoteValue */ .cl)(text);
            problems.push(`\`${name}\` is ${shown}: ${error.message}`);
        }
    }
    return { values, problems };
}
/** The runner puts in what an expression gives before we see it: if that is empty, so is the default. */
function defaultText(text) {
    return text.startsWith('${{') ? '' : text;
}


/***/ }),

/***/ 2173:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bd: () => (/* binding */ parsePlanDigest),
/* harmony export */   EX: () => (/* binding */ parseIdIfAny),
/* harmony export */   Li: () => (/* binding */ parseLines),
/* harmony export */   OV: () => (/* binding */ parseCancelGrace),
/* harmony export */   a1: () => (/* binding */ parseOneLine),
/* harmony export */   aj: () => (/* binding */ parseAutoOrBoolean),
/* harmony export */   cl: () => (/* binding */ quoteValue),
/* harmony export */   d4: () => (/* binding */ parseJsonIfAny),
/* harmony export */   e2: () => (/* binding */ parsePassphrase),
/* harmony export */   e7: () => (/* binding */ parseWorkspaceName),
/* harmony export */   lq: () => (/* binding */ optional),
/* harmony export */   rD: () => (/* binding */ wholeNumber),
/* harmony export */   rM: () => (/* binding */ lineUpTo),
/* harmony export */   yA: () => (/* binding */ parsePullRequest),
/* harmony export */   yG: () => (/* binding */ parseBoolean),
/* harmony export */   yL: () => (/* binding */ oneOf)
/* harmony export */ });
/* harmony import */ var _retry_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(87100);

/** A parser for an input that accepts exactly these words; it throws a RangeError. */
function oneOf(...choices) {
    return (text) => {
        const choice = choices.find((accepted) => accepted === text);
        if (choice === undefined)
            throw new RangeError(`expected ${joinChoices(choices)}`);
        return choice;
    };
}
/** A parser that reads an empty value as undefined. */
function optional(parse) {
    return (text) => (text === '' ? undefined : parse(text));
}
/**
 * A boolean of the YAML 1.2 core schema.
 * @throws RangeError
 */
function parseBoolean(text) {
    if (['true', 'True', 'TRUE'].includes(text))
        return true;
    if (['false', 'False', 'FALSE'].includes(text))
        return false;
    throw new RangeError('expected `true` or `false`');
}
/** @throws RangeError */
function parseAutoOrBoolean(text) {
    if (text === 'auto')
        return text;
    try {
        return parseBoolean(text);
    }
    catch (error) {
        throw new RangeError('expected `auto`, `true` or `false`', { cause: error });
    }
}
/**
 * A name or path of one line.
 * @throws RangeError
 */
function parseOneLine(text) {
    if (/\p{Cc}/u.test(text))
        throw new RangeError('expected one line without control characters');
    return text;
}
/**
 * Terraform takes the names that need no escaping in a URL path segment (`name == url.PathEscape(name)`).
 * https://github.com/hashicorp/terraform/blob/v1.11.4/internal/command/workspace_command.go
 * @throws RangeError
 */
function parseWorkspaceName(text) {
    if (!/^[A-Za-z0-9\-_.~$&+:=@]+$/.test(text)) {
        throw new RangeError("expected a workspace's name: letters, digits and `- _ . ~ $ & + : = @`");
    }
    return text;
}
/**
 * One line of at most `maxLength` UTF-16 units.
 * @throws RangeError
 */
function lineUpTo(maxLength) {
    return (text) => {
        if (text.length > maxLength)
            throw new RangeError(`expected at most ${String(maxLength)} characters`);
        return parseOneLine(text);
    };
}
const maxCancelGraceMs = 195_000;
/**
 * The runner ends a cancelled job's steps after 4 min 45 s (actions/runner, JobDispatcher.cs), and what follows
 * Terraform's end takes its time too.
 * @throws RangeError
 */
function parseCancelGrace(text) {
    const ms = (0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .parseDuration */ .E9)(text);
    if (ms > maxCancelGraceMs)
        throw new RangeError('expected at most `3m15s`: GitHub ends the job soon after');
    return ms;
}
/** @throws RangeError */
function parsePullRequest(text) {
    if (!/^[1-9]\d{0,9}$/.test(text))
        throw new RangeError("expected a pull request's number, such as `42`");
    return Number(text);
}
/**
 * A whole number within these limits.
 * @throws RangeError
 */
function wholeNumber(least, most) {
    return (text) => {
        const number = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
        if (number >= least && number <= most)
            return number;
        throw new RangeError(`expected a whole number from ${String(least)} to ${String(most)}`);
    };
}
const minimumPassphraseLength = 16;
/** @throws RangeError */
function parsePassphrase(text) {
    if (text.length < minimumPassphraseLength)
        throw new RangeError(`expected a passphrase of at least ${String(minimumPassphraseLength)} characters`);
    return text;
}
/** @throws RangeError */
function parsePlanDigest(text) {
    if (!/^[0-9a-f]{64}$/.test(text))
        throw new RangeError('expected the 64 hex digits of an output `plan-digest`');
    return text;
}
/** An ID of GitHub's, or null for any other text: a server that does not know the ID gives an empty one. */
function parseIdIfAny(text) {
    return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
}
/** What a server that knows the context gives as JSON; undefined for any other text. */
function parseJsonIfAny(text) {
    try {
        return JSON.parse(text) ?? undefined;
    }
    catch {
        return undefined;
    }
}
/** The items of a multi-line input; blank lines and lines that begin with `#` are none. */
function parseLines(text) {
    return text
        .split('\n')
        .map((line, index) => ({ number: index + 1, text: line.trim() }))
        .filter((line) => line.text !== '' && !line.text.startsWith('#'));
}
/**
 * A value as it may stand in a log line: in double quotes, at most 100 characters of it, and invisible, bidi
 * and control characters as `\u{…}`.
 */
function quoteValue(value) {
    const characters = Array.from(value);
    const shown = characters
        .slice(0, 100)
        .join('')
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
    return `"${shown}${characters.length > 100 ? '…' : ''}"`;
}
function joinChoices(choices) {
    const quoted = choices.map((choice) => `\`${choice}\``);
    return new Intl.ListFormat('en', { type: 'disjunction' }).format(quoted);
}


/***/ }),

/***/ 97424:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   fe: () => (/* binding */ appendSummary),
/* harmony export */   n0: () => (/* binding */ setOutputs),
/* harmony export */   q6: () => (/* binding */ preloadOutputs)
/* harmony export */ });
const loadCore = async () => await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(659)]).then(__webpack_require__.bind(__webpack_require__, 91659));
/** Loads what writes the outputs while Terraform is at work: it carries an HTTP client and takes 40 ms. */
function preloadOutputs() {
    // A failure comes back where the outputs are written.
    loadCore().catch(() => undefined);
}
/** Hands values to the runner through its file commands. */
async function setOutputs(outputs) {
    const core = await loadCore();
    for (const [name, value] of Object.entries(outputs))
        core.setOutput(name, value);
}
/** Appends Markdown to the job summary. */
async function appendSummary(markdown) {
    const core = await loadCore();
    await core.summary.addRaw(markdown).write();
}


/***/ }),

/***/ 37298:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ ownRunFromEnvironment)
/* harmony export */ });
/* harmony import */ var _lock_annotation_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(87198);

/**
 * The workflow run that this process is part of, undefined outside of GitHub. The actor is the one who started this
 * attempt: of a run that was started again, GITHUB_ACTOR still names whoever started it first
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables).
 */
function ownRunFromEnvironment(env, pullRequest, jobId) {
    const variable = (name) => env[`GITHUB_${name}`] ?? '';
    const server = variable('SERVER_URL').replace(/\/$/, '');
    return (0,_lock_annotation_js__WEBPACK_IMPORTED_MODULE_0__/* .runReferenceFromTexts */ .V)({
        run: `${server}/${variable('REPOSITORY')}/actions/runs/${variable('RUN_ID')}/attempts/${variable('RUN_ATTEMPT')}`,
        job: jobId === null ? undefined : String(jobId),
        pr: pullRequest === undefined ? undefined : String(pullRequest),
        actor: variable('TRIGGERING_ACTOR') === '' ? variable('ACTOR') : variable('TRIGGERING_ACTOR'),
    });
}


/***/ }),

/***/ 2493:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   HZ: () => (/* binding */ createRunDirectory),
/* harmony export */   Pl: () => (/* binding */ writePrivateFile),
/* harmony export */   xW: () => (/* binding */ openRunDirectory)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);


async function createRunDirectory(tempDirectory, token) {
    const path = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(tempDirectory, `lockstep-${token}`);
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.mkdir)(path, { recursive: true, mode: 0o700 });
    return openRunDirectory(path);
}
/** The folder that main has made. */
function openRunDirectory(path) {
    return {
        path,
        async createFile(name) {
            const file = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, name);
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(file, { force: true });
            await (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(file, 'wx', 0o600)).close();
            return file;
        },
        async removeFile(name) {
            await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(path, name), { force: true });
        },
    };
}
/** Writes a file of mode 0600, whatever was there before. */
async function writePrivateFile(file, content) {
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.rm)(file, { force: true });
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.writeFile)(file, content, { mode: 0o600, flag: 'wx' });
}


/***/ }),

/***/ 72995:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O0: () => (/* binding */ secretsOfEnvironment),
/* harmony export */   c4: () => (/* binding */ placesOfBackendConfig)
/* harmony export */ });
/* unused harmony export isSecretName */
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_KEY|CUSTOMER_KEY|_PASS(?:WD)?$|^PGPASS|CONN(?:ECTION)?_?STR|ENCRYPTION-KEY$/i;
/** A short value is the name of a key. */
const SECRET_KEY_NAME = /(?:^|_)(?:APP|ENCRYPTION)_KEY$/i;
const minimumKeyLength = 20;
/** Addresses and paths, which say where a secret is, and times, until which it is good. */
const NO_SECRET_NAME = /_(?:FILE|PATH|DIR|URL|URI)$|^PGPASSFILE$|[_-]EXPIRATION$/i;
/** `scheme://user:password@`, also with more after it. */
const URL_PASSWORD = /\b[a-z][a-z\d+.-]{0,30}:\/\/[^\s/?#@:"]*:([^\s/?#"]+)@/gi;
const minimumLength = 8;
/**
 * What the environment holds under a name that says it is a secret, or in a URL. The runner masks secrets in the log,
 * but in no comment.
 */
function secretsOfEnvironment(env) {
    const backendConfig = (env['INPUT_BACKEND-CONFIG'] ?? '').split('\n').map(settingFromLine);
    return [...Object.entries(env), ...backendConfig]
        .flatMap(([name, value = '']) => {
        const isKey = SECRET_KEY_NAME.test(name) && value.length >= minimumKeyLength;
        return [...(isKey || isSecretName(name) ? [value] : []), ...passwordsInUrls(value)];
    })
        .filter((secret) => secret.length >= minimumLength);
}
function isSecretName(name) {
    return SECRET_NAME.test(name) && !NO_SECRET_NAME.test(name);
}
/** Settings of a backend that say where a state is. */
const PLACES = new Set([
    ...['bucket', 'key', 'region', 'prefix', 'path', 'workspace_key_prefix', 'dynamodb_table'],
    ...['container_name', 'storage_account_name', 'resource_group_name', 'schema_name'],
    ...['address', 'organization', 'hostname'],
]);
/**
 * The lines of the input `backend-config` that say where a state is, files included. A hash of anything else could be
 * tried for what it was made of.
 */
function placesOfBackendConfig(lines) {
    return lines
        .filter((line) => !line.includes('=') || PLACES.has(settingFromLine(line)[0]))
        .map((line) => withoutQuery(line.replace(/(:\/\/)[^\s/?#]*@/, '$1')));
}
function withoutQuery(line) {
    const start = line.indexOf('://');
    const length = start < 0 ? -1 : line.slice(start).search(/[?#]/);
    return length < 0 ? line : line.slice(0, start + length);
}
function settingFromLine(line) {
    const [name = '', ...value] = line.split('=');
    return [name.trim(), value.join('=').trim()];
}
/** As they are written, and as a server is told them. */
function passwordsInUrls(text) {
    return [...text.matchAll(URL_PASSWORD)].flatMap(([, password = '']) => {
        try {
            return [...new Set([password, decodeURIComponent(password)])];
        }
        catch {
            return [password];
        }
    });
}


/***/ }),

/***/ 41192:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   mE: () => (/* binding */ readWorkflowEvent)
/* harmony export */ });
/* unused harmony exports eventFromPayload, pullRequestFromPayload */
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);

/** Reads the file at GITHUB_EVENT_PATH. An event that cannot be read tells nothing but its name. */
async function readWorkflowEvent(env) {
    const name = env['GITHUB_EVENT_NAME'] ?? '';
    const payload = await readPayload(env['GITHUB_EVENT_PATH'] ?? '');
    return eventFromPayload(name, payload, env['GITHUB_ACTOR'] ?? '');
}
async function readPayload(path) {
    try {
        return fieldsOf(JSON.parse(await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(path, 'utf8')));
    }
    catch {
        return {};
    }
}
/** The payload of an event: https://docs.github.com/webhooks/webhook-events-and-payloads */
function eventFromPayload(name, payload, actor) {
    return {
        name,
        isPublicRepository: isPublic(fieldsOf(payload['repository'])),
        pullRequest: pullRequestFromPayload(name, payload, actor),
        push: name === 'push' ? pushFromPayload(payload) : undefined,
        comment: name === 'issue_comment' ? commentFromPayload(fieldsOf(payload['comment'])) : undefined,
        isForkRun: name === 'workflow_run' && isOfFork(payload),
        payload,
    };
}
function pullRequestFromPayload(event, payload, actor) {
    if (event === 'issue_comment') {
        const issue = fieldsOf(payload['issue']);
        if (!('pull_request' in issue))
            return undefined;
        const unknown = { headCommit: undefined, isFork: undefined, baseCommit: undefined, baseBranch: undefined };
        return numbered(issue, { ...unknown, hasReadOnlyToken: false });
    }
    const pullRequest = fieldsOf(payload['pull_request']);
    const [head, base] = [fieldsOf(pullRequest['head']), fieldsOf(pullRequest['base'])];
    const isFork = !isSameRepository(head['repo'], base['repo']);
    return numbered(pullRequest, {
        headCommit: textOf(head['sha']),
        hasReadOnlyToken: event !== 'pull_request_target' && (isFork || actor === 'dependabot[bot]'),
        isFork,
        baseCommit: textOf(base['sha']),
        baseBranch: textOf(base['ref']),
    });
}
function numbered({ number, user }, rest) {
    return typeof number === 'number' && Number.isSafeInteger(number) && number > 0
        ? { number, author: loginOf(user), ...rest }
        : undefined;
}
function pushFromPayload(payload) {
    const after = textOf(payload['after']);
    const branch = /^refs\/heads\/(.+)$/.exec(textOf(payload['ref']) ?? '')?.[1];
    if (after === undefined || branch === undefined)
        return undefined;
    const commits = Array.isArray(payload['commits']) ? payload['commits'] : [];
    return {
        after,
        commits: commits.map((commit) => textOf(fieldsOf(commit)['id'])).filter((id) => id !== undefined),
        branch,
        isForced: payload['forced'] === true,
        isDeleted: payload['deleted'] === true,
    };
}
function commentFromPayload(comment) {
    const author = loginOf(comment['user']);
    const createdAt = Date.parse(textOf(comment['created_at']) ?? '');
    return author === undefined || Number.isNaN(createdAt) ? undefined : { author, createdAt };
}
function isOfFork(payload) {
    const run = fieldsOf(payload['workflow_run']);
    return !isSameRepository(run['head_repository'], payload['repository']);
}
/** A fork that was deleted since has no repository any more, and so has no number to compare. */
function isSameRepository(one, other) {
    const id = fieldsOf(one)['id'];
    return typeof id === 'number' && id === fieldsOf(other)['id'];
}
/** What is `internal` is read by an enterprise's own people. */
function isPublic({ visibility, private: isPrivate }) {
    if (typeof visibility === 'string')
        return visibility === 'public';
    return typeof isPrivate === 'boolean' ? !isPrivate : undefined;
}
function loginOf(user) {
    return textOf(fieldsOf(user)['login']);
}
function textOf(value) {
    return typeof value === 'string' && value !== '' ? value : undefined;
}
function fieldsOf(value) {
    return typeof value === 'object' && value !== null ? value : {};
}


/***/ }),

/***/ 12548:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $E: () => (/* binding */ applyUnreviewedArguments),
/* harmony export */   IC: () => (/* binding */ showJsonArguments),
/* harmony export */   UJ: () => (/* binding */ applyPlanArguments),
/* harmony export */   j$: () => (/* binding */ showTextArguments),
/* harmony export */   nD: () => (/* binding */ initArguments),
/* harmony export */   nv: () => (/* binding */ pullStateArguments),
/* harmony export */   sK: () => (/* binding */ pushStateArguments),
/* harmony export */   tj: () => (/* binding */ showStateArguments),
/* harmony export */   up: () => (/* binding */ planArguments)
/* harmony export */ });
/** One owner of waiting (lock rule 2): Terraform's own gaps grow to 16 s, and it gives up on a lost race. */
const oneTry = '-lock-timeout=0s';
function initArguments(inputs) {
    const backendConfig = inputs.backendConfig.map((value) => `-backend-config=${value}`);
    return [
        'init',
        '-input=false',
        '-no-color',
        '-lock=true',
        oneTry,
        ...backendConfig,
        ...inputs.initArguments,
    ];
}
/** Exit code 2 means changes, and only together with `-detailed-exitcode`. */
function planArguments(inputs, planFile) {
    return [
        'plan',
        '-json',
        '-input=false',
        '-detailed-exitcode',
        `-lock=${String(inputs.lock)}`,
        oneTry,
        `-out=${planFile}`,
        ...planOptions(inputs),
    ];
}
/** A saved plan carries its variables and options; Terraform refuses them when it is applied. */
function applyPlanArguments(inputs, planFile) {
    return ['apply', '-json', '-input=false', '-lock=true', oneTry, ...inputs.applyArguments, planFile];
}
function applyUnreviewedArguments(inputs) {
    return [
        'apply',
        '-json',
        '-input=false',
        '-auto-approve',
        '-lock=true',
        oneTry,
        ...planOptions(inputs),
        ...inputs.applyArguments,
    ];
}
// TF_CLI_ARGS may hold -json, which would turn the text into JSON; what stands on the command line wins.
function showTextArguments(planFile) {
    return ['show', '-json=false', '-no-color', planFile];
}
function showJsonArguments(planFile) {
    return ['show', '-json', planFile];
}
const showStateArguments = ['show', '-json'];
const pullStateArguments = ['state', 'pull', '-no-color'];
/**
 * Without `-force`: its comparison of serial and lineage is the guard. `ownLock`: the lock of the run that could not
 * save this state still stands, and would refuse the push that it waits for. It also keeps everybody else out; only
 * where somebody has removed it by force since, nothing but the serial tells of their work.
 */
function pushStateArguments(file, { ownLock }) {
    return ['state', 'push', '-no-color', `-lock=${String(!ownLock)}`, oneTry, file];
}
function planOptions(inputs) {
    return [
        ...(inputs.destroy ? ['-destroy'] : []),
        ...(inputs.refreshOnly ? ['-refresh-only'] : []),
        ...inputs.varFiles.map((file) => `-var-file=${file}`),
        ...inputs.planArguments,
    ];
}


/***/ }),

/***/ 82002:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ followFile)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_string_decoder__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(46193);
/* harmony import */ var node_string_decoder__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_string_decoder__WEBPACK_IMPORTED_MODULE_1__);


const chunkBytes = 64 * 1024;
/** A `-json` stream of 10,000 resources comes at 1,000 lines a second; a quiet one costs a read each time. */
const pollIntervalMs = 20;
/**
 * Calls `onLine` for each line that is written to `file`, until `ended` has settled and the file is read to its end;
 * `onEnd` each time that there is nothing more to read.
 * Terraform writes into a file, not a pipe: a pipe whose reader was killed would kill Terraform with SIGPIPE.
 */
async function followFile(file, ended, clock, onLine, onEnd = () => undefined) {
    const handle = await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.open)(file, 'r');
    try {
        const decoder = new node_string_decoder__WEBPACK_IMPORTED_MODULE_1__.StringDecoder('utf8');
        const buffer = Buffer.alloc(chunkBytes);
        let rest = '';
        const over = new AbortController();
        const isOver = () => over.signal.aborted;
        const end = () => {
            over.abort();
        };
        ended.then(end, end);
        for (;;) {
            // Read after the end was seen, so that what was written before it is not missed.
            const wasOver = isOver();
            const { bytesRead } = await handle.read(buffer, 0, chunkBytes);
            if (bytesRead > 0) {
                // Only what is new is searched: a state that could not be saved is one line, and may have many megabytes.
                const [first = '', ...more] = decoder.write(buffer.subarray(0, bytesRead)).split('\n');
                const lines = [rest + first, ...more];
                rest = lines.pop() ?? '';
                lines.forEach(onLine);
                continue;
            }
            onEnd();
            if (wasOver)
                break;
            await clock.sleep(pollIntervalMs, over.signal);
        }
        if (rest !== '')
            onLine(rest);
    }
    finally {
        await handle.close();
    }
}


/***/ }),

/***/ 97807:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  R: () => (/* binding */ followRun),
  A: () => (/* binding */ readCoreLog)
});

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./src/lock/core-log.ts
var core_log = __webpack_require__(24007);
// EXTERNAL MODULE: ./src/plan/run-facts.ts
var run_facts = __webpack_require__(45328);
// EXTERNAL MODULE: ./src/plan/exact-json.ts
var exact_json = __webpack_require__(90131);
;// CONCATENATED MODULE: ./src/terraform/emergency-state.ts


function isEmergencyState(line) {
    return line.kind === 'event' && line.type === 'log' && 'state' in line.body;
}
/**
 * Keeps the state that Terraform printed since it could write it nowhere (an "Emergency state dump",
 * internal/command/views/operation.go): this line is the only copy there is.
 */
async function writeEmergencyState(text, file) {
    const event = (0,exact_json/* parseExactJson */.l)(text);
    await (0,promises_.writeFile)(file, JSON.stringify(event.state, undefined, 2), { mode: 0o600 });
}

// EXTERNAL MODULE: ./src/terraform/follow-file.ts
var follow_file = __webpack_require__(82002);
;// CONCATENATED MODULE: ./src/terraform/follow-run.ts





/** Reads the `-json` stream of a Terraform from its file, from the start, until it has ended. */
function followRun(outputFile, options) {
    const { ended, clock, emergencyStateFile, onLine } = options;
    const collected = (0,run_facts/* createRunFacts */.PV)();
    let saving;
    let caughtUp = Promise.withResolvers();
    const addLine = (text) => {
        const line = (0,run_facts/* parseStreamLine */.KD)(text);
        if (isEmergencyState(line)) {
            saving = writeEmergencyState(text, emergencyStateFile);
            // Told below, when Terraform has ended; until then Node would end this process for it.
            saving.catch(() => undefined);
        }
        collected.add(line);
        onLine(line);
    };
    const read = (0,follow_file/* followFile */.g)(outputFile, ended, clock, addLine, () => {
        caughtUp.resolve(undefined);
        caughtUp = Promise.withResolvers();
    });
    return {
        facts: () => collected.facts(),
        async latestFacts() {
            await Promise.race([caughtUp.promise, read]);
            return collected.facts();
        },
        done: read.then(async () => {
            await saving;
            return saving === undefined ? undefined : emergencyStateFile;
        }),
    };
}
/** What Terraform's log says of the lock at `lockPath`. */
async function readCoreLog(logFile, lockPath) {
    if (logFile === undefined || lockPath === undefined)
        return core_log/* noCoreLogFacts */.UR;
    return (0,core_log/* parseCoreLog */.ZT)(await (0,promises_.readFile)(logFile, 'utf8'), lockPath);
}


/***/ }),

/***/ 36065:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   I: () => (/* binding */ parseHumanErrors)
/* harmony export */ });
/** The lines that follow the blank line: `  with <address>,`, `  on <file> line <n>, in <context>:`, the source. */
const WITH = /^ {2}with (.+),$/;
/** Of a line that ends in a colon: with one that does not, it would look for each of the places where a file may end. */
const ON = /^ {2}on (?<file>.+?) line (?<line>\d+)(?:, in (?<context>.+))?:$/;
const SOURCE = /^ +(\d+): (.*)$/s;
/**
 * The errors in the human output of a command that has no `-json` in all supported versions (`init`, `workspace
 * new`), as `-no-color` prints them: `Error: <summary>`, a blank line, the place, the detail. Those with a place come
 * first, since one without may only announce them ("Terraform encountered problems during …").
 */
function parseHumanErrors(stderr) {
    const errors = stderr
        .replace(/\r/g, '')
        .split(/^(?:[│╷╵] ?)?Error: /m)
        .slice(1)
        .map((block) => parseBlock(block.replace(/^[│╷╵] ?/gm, '')));
    return [
        ...errors.filter(({ range }) => range !== undefined),
        ...errors.filter(({ range }) => range === undefined),
    ];
}
function parseBlock(text) {
    const blank = text.indexOf('\n\n');
    const summary = (blank < 0 ? text : text.slice(0, blank)).replace(/\s+/g, ' ').trim();
    const body = blank < 0 ? '' : text.slice(blank).replace(/^\n+/, '');
    const lines = body.split('\n');
    const address = WITH.exec(lines[0] ?? '')?.[1];
    const [on = '', ...rest] = address === undefined ? lines : lines.slice(1);
    const place = on.endsWith(':') ? ON.exec(on) : null;
    if (place?.groups === undefined)
        return { severity: 'error', summary, detail: body.trim() };
    const { file = '', line, context } = place.groups;
    const at = { line: Number(line), column: 1 };
    const end = rest.findIndex((text) => !SOURCE.test(text));
    const sources = rest.slice(0, end < 0 ? rest.length : end).map((text) => SOURCE.exec(text));
    return {
        severity: 'error',
        summary,
        detail: rest.slice(sources.length).join('\n').trim(),
        ...(address === undefined ? {} : { address }),
        range: { filename: file, start: at, end: at },
        snippet: {
            context,
            code: sources.map((source) => source?.[2] ?? '').join('\n'),
            startLine: Number(sources[0]?.[1] ?? line),
        },
    };
}


/***/ }),

/***/ 54062:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ splitShellWords)
/* harmony export */ });
/**
 * The words of a `TF_CLI_ARGS*` value, split as Terraform and OpenTofu split it (mattn/go-shellwords, which
 * here expands nothing): quotes, backslashes, and nothing that follows an unquoted `;`, `&`, `|`, `<` or `>`.
 * Undefined where they refuse the text (an open quote, a trailing backslash), and for an unquoted backtick or
 * parenthesis: how one of those splits differs between versions of go-shellwords.
 * https://github.com/mattn/go-shellwords
 */
function splitShellWords(text) {
    const words = [];
    let word;
    let quote;
    let isEscaped = false;
    for (const character of text) {
        if (isEscaped) {
            word = (word ?? '') + character;
            isEscaped = false;
        }
        else if (character === '\\' && quote !== "'") {
            isEscaped = true;
        }
        else if (character === quote) {
            quote = undefined;
        }
        else if (quote !== undefined) {
            word = (word ?? '') + character;
        }
        else if (character === '"' || character === "'") {
            quote = character;
            word ??= '';
        }
        else if (' \t\r\n'.includes(character)) {
            if (word !== undefined)
                words.push(word);
            word = undefined;
        }
        else if ('`()'.includes(character)) {
            return undefined;
        }
        else if (';&|<>'.includes(character)) {
            break;
        }
        else {
            word = (word ?? '') + character;
        }
    }
    if (isEscaped || quote !== undefined)
        return undefined;
    return word === undefined ? words : [...words, word];
}


/***/ }),

/***/ 6701:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   z: () => (/* binding */ createStoredState)
/* harmony export */ });
/* unused harmony export describeStateError */
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83916);
/* harmony import */ var _lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(89739);
/* harmony import */ var _lock_lock_failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(8487);
/* harmony import */ var _lock_lock_info_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(67769);
/* harmony import */ var _plan_state_file_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(17945);
/* harmony import */ var _report_plain_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(6676);
/* harmony import */ var _arguments_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(12548);
/* harmony import */ var _human_errors_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(36065);








/** Longer than Terraform's own five tries against a store that refuses the connection, which take 20 s. */
const longestMs = 30_000;
const tooLong = `did not end within ${String(longestMs / 1000)} s`;
/**
 * The state as Terraform's own commands read and write it: on every backend, decrypted, with its workspace and the
 * digest in DynamoDB. Each command is waited for 30 s and not ended then, since a push that is killed leaves its lock
 * behind. Nothing here rejects.
 */
function createStoredState(terraform, workspaceVariable, clock) {
    const told = (error) => ({ reason: (0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_4__/* .plainLine */ .h0)((0,_errors_js__WEBPACK_IMPORTED_MODULE_0__/* .messageFromError */ .CZ)(error), 300) });
    let pushing;
    /** undefined: it goes on. */
    const waitFor = async (running) => {
        const ended = new AbortController();
        try {
            return await Promise.race([running, clock.sleep(longestMs, ended.signal).then(() => undefined)]);
        }
        finally {
            ended.abort();
        }
    };
    const failure = (stderr) => ({
        kind: 'failed',
        reason: describeStateError(stderr, clock.now()),
        isDenied: isDenial(stderr),
    });
    return {
        async pull() {
            const end = await waitFor(terraform.run(_arguments_js__WEBPACK_IMPORTED_MODULE_5__/* .pullStateArguments */ .nv, workspaceVariable).catch(told));
            if (end === undefined)
                return { kind: 'failed', reason: `terraform state pull ${tooLong}` };
            if ('reason' in end)
                return { kind: 'failed', reason: end.reason };
            if (end.exitCode !== 0)
                return failure(end.stderr);
            // Terraform 1.11 prints an empty state without a lineage where there is none; others print nothing.
            const text = end.stdout;
            if (text.trim() === '')
                return { kind: 'pulled', state: undefined, text };
            const state = (0,_plan_state_file_js__WEBPACK_IMPORTED_MODULE_3__/* .parseStateFile */ .ne)(text);
            if (state === undefined)
                return { kind: 'failed', reason: 'terraform state pull printed no state' };
            return { kind: 'pulled', state: state.lineage === '' ? undefined : state, text };
        },
        async push(file, options) {
            pushing ??= terraform.runPush((0,_arguments_js__WEBPACK_IMPORTED_MODULE_5__/* .pushStateArguments */ .sK)(file, options), workspaceVariable).catch(told);
            const end = await waitFor(pushing);
            if (end === undefined)
                return { kind: 'failed', reason: `terraform state push ${tooLong}, and goes on` };
            pushing = undefined;
            if ('reason' in end)
                return { kind: 'failed', reason: end.reason };
            if (end.exitCode !== 0)
                return failure(end.stderr);
            // A lock that could not be given back is an error with exit code 0 here.
            return { kind: 'pushed', lockLeft: (0,_lock_lock_info_js__WEBPACK_IMPORTED_MODULE_6__/* .parseLockInfoBlock */ .Gm)(end.stderr)?.id };
        },
    };
}
const DENIED = /\bStatusCode: 403\b|\bExpiredToken\b|: HeadObject, https response error StatusCode: 400\b/;
// The answer to a HEAD has no body, so for credentials that have ended it is a bare 400. Who is refused a lock that is
// held (412) may be denied to read it, and it may be given back.
function isDenial(stderr) {
    const said = stderr.replace(/\s+/g, ' ');
    return DENIED.test(said) && !/\bStatusCode: 412\b/.test(said);
}
/** Why `state push` or `state pull` failed, in a line: most of their errors are text without the word "Error". */
function describeStateError(stderr, now) {
    const refusal = (0,_lock_lock_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .refusalFromDiagnostics */ .Pd)((0,_human_errors_js__WEBPACK_IMPORTED_MODULE_7__/* .parseHumanErrors */ .I)(stderr));
    const said = (0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_4__/* .plainLine */ .h0)(stderr.trim().replace(/^Error: /, ''), 300);
    if (refusal === undefined)
        return said === '' ? 'Terraform did not say why' : said;
    const failure = (0,_lock_lock_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .classifyRefusal */ .rN)(refusal, [], { kind: 'unknown', reason: '', transient: false });
    switch (failure.kind) {
        case 'fault':
            return `the state lock could not be taken: ${failure.reason}`;
        case 'vanished':
            return 'somebody held the state lock for a moment';
        case 'contention':
        case 'own':
            return `the state is locked by ${(0,_lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .describeHolder */ .sG)((0,_lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .holderFromInfo */ .pr)(failure.info, now))}`;
    }
}


/***/ }),

/***/ 33397:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  v: () => (/* binding */ createTerraform)
});

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/runner/processes.ts
var processes = __webpack_require__(33447);
;// CONCATENATED MODULE: ./src/terraform/detached-process.ts



const waitForGroupMs = 60_000;
async function startDetached(command, clock) {
    const output = await (0,promises_.open)(command.outputFile, 'a');
    try {
        const child = (0,external_node_child_process_.spawn)(command.file, command.args, {
            cwd: command.cwd,
            env: command.env,
            detached: true,
            shell: false,
            stdio: ['ignore', output.fd, output.fd],
        });
        const exited = new Promise((resolve) => {
            child.once('exit', (exitCode, signal) => {
                resolve({ exitCode, signal });
            });
        });
        await new Promise((resolve, reject) => {
            child.once('spawn', resolve);
            child.once('error', reject);
        });
        // 'error' also comes when a signal can't be sent, which the end of the process then explains.
        child.on('error', () => undefined);
        const pid = child.pid ?? 0;
        const ended = exited.then(async (end) => ({
            ...end,
            groupIsGone: await waitForGroup(pid, command.signalGroup ? waitForGroupMs : 0, clock),
        }));
        let isOver = false;
        void ended.then(() => (isOver = true));
        return {
            pid,
            ended,
            interrupt() {
                if (isOver)
                    return;
                isOver = true;
                // It may have ended between the look and the signal.
                (0,processes/* signalProcess */.a7)(command.signalGroup ? -pid : pid, 'SIGINT');
            },
        };
    }
    finally {
        await output.close();
    }
}
/** A script may end before the Terraform that it started; a process that Terraform left behind may never end. */
async function waitForGroup(pid, limitMs, clock) {
    const latest = clock.monotonic() + limitMs;
    for (;;) {
        try {
            process.kill(-pid, 0);
        }
        catch (error) {
            // EPERM is a process that is there, under sudo for one.
            if (error.code === 'ESRCH')
                return true;
        }
        if (clock.monotonic() >= latest)
            return false;
        await clock.sleep(50);
    }
}

// EXTERNAL MODULE: ./src/runner/input-table.ts
var input_table = __webpack_require__(94851);
;// CONCATENATED MODULE: ./src/terraform/environment.ts


// Our inputs (which may hold secrets; a variable of the user's own has no hyphen) and saved state, the tokens of the
// artifact and cache services, which the runner gives to no `run:` step, and the files through which a step commands
// the runner.
const OURS_ONLY = /^(?:INPUT_.*-.*|STATE_token|STATE_run-directory|ACTIONS_(?:RUNTIME|RESULTS|CACHE)_.*|GITHUB_(?:OUTPUT|STATE|ENV|PATH|STEP_SUMMARY))$/;
const OUR_INPUTS = new Set(Object.keys(input_table/* inputDefaults */.V).map((name) => `INPUT_${name.toUpperCase()}`));
/** The environment of every Terraform that a run starts. `workspace` undefined: what the folder says. */
function terraformEnvironment(env, token, workspace) {
    const result = {};
    for (const [name, value] of Object.entries(env)) {
        if (value !== undefined && !OURS_ONLY.test(name) && !OUR_INPUTS.has(name))
            result[name] = value;
    }
    result['TF_IN_AUTOMATION'] ||= 'lockstep';
    result[processes/* tokenVariable */.Sj] = token;
    delete result['TF_WORKSPACE'];
    if (workspace !== undefined)
        result['TF_WORKSPACE'] = workspace;
    return result;
}
const LOG_VARIABLES = ['TF_LOG', 'TF_LOG_CORE', 'TF_LOG_PROVIDER', 'TF_LOG_CLOUD', 'TF_LOG_PATH'];
/** Whether the user keeps a log of Terraform's; then it stays theirs, and we have no name for our lock. */
function userKeepsLog(env) {
    return LOG_VARIABLES.some((name) => (env[name] ?? '') !== '');
}
/** The log that tells our lock's ID (lock rule 3). It holds all arguments in clear, so it is never shown. */
function coreLogEnvironment(logFile) {
    return { TF_LOG_CORE: 'INFO', TF_LOG_PATH: logFile };
}
/**
 * What outlives this process is left to finish: at the end of a job the runner kills what carries its tracking ID
 * (actions/runner, JobExtension.cs), and a Terraform that is killed at work leaves its state behind what it did.
 */
function detachedEnvironment(env) {
    return { ...env, RUNNER_TRACKING_ID: '' };
}
/** The same for what is not to be found by the run's token either, since its end would do harm at any time. */
function untracedEnvironment(env) {
    return detachedEnvironment(Object.fromEntries(Object.entries(env).filter(([name]) => name !== processes/* tokenVariable */.Sj)));
}

// EXTERNAL MODULE: ./src/terraform/follow-run.ts + 1 modules
var follow_run = __webpack_require__(97807);
// EXTERNAL MODULE: ./src/lock/core-log.ts
var core_log = __webpack_require__(24007);
// EXTERNAL MODULE: ./src/terraform/follow-file.ts
var follow_file = __webpack_require__(82002);
;// CONCATENATED MODULE: ./src/terraform/watch-for-lock.ts


/**
 * Calls `onLocked` once, when the log says that Terraform holds the lock of its operation on this state. Resolves then,
 * or when `ended` has settled.
 */
async function watchForLock(logFile, lockPath, ended, clock, onLocked) {
    const { promise: over, resolve: end } = Promise.withResolvers();
    const stop = () => {
        end(undefined);
    };
    ended.then(stop, stop);
    let isLocked = false;
    await (0,follow_file/* followFile */.g)(logFile, over, clock, (line) => {
        const lockId = isLocked ? undefined : (0,core_log/* parseCoreLog */.ZT)(line, lockPath).locked[0];
        if (lockId === undefined)
            return;
        isLocked = true;
        stop();
        onLocked(lockId);
    });
}

;// CONCATENATED MODULE: ./src/terraform/terraform.ts







function createTerraform(options) {
    const { executable, workingDirectory, env, token, runDirectory, clock, emergencyStateFile, cancelled } = options;
    const environment = (workspace) => terraformEnvironment(env, token, workspace);
    let runs = 0;
    let pushes = 0;
    const runShort = async (args, workspace, stdoutFd) => {
        const child = (0,external_node_child_process_.spawn)(executable.path, args, {
            cwd: workingDirectory,
            env: shortEnvironment(args, environment(workspace)),
            shell: false,
            stdio: ['ignore', stdoutFd ?? 'pipe', 'pipe'],
            signal: cancelled,
            // A migration by init holds a lock and ends in order; the others hold none.
            killSignal: args[0] === 'init' ? 'SIGINT' : 'SIGKILL',
        });
        const output = { stdout: '', stderr: '' };
        child.stdout?.setEncoding('utf8').on('data', (text) => (output.stdout += text));
        child.stderr?.setEncoding('utf8').on('data', (text) => (output.stderr += text));
        const exitCode = await new Promise((resolve, reject) => {
            child.once('error', (error) => {
                reject(cancelled.aborted ? cancelledError() : cannotStart(executable.path, error));
            });
            child.once('close', (code) => {
                resolve(code ?? 1);
            });
        });
        return { exitCode, ...output };
    };
    return {
        executable,
        run: (args, workspace) => runShort(args, workspace),
        async runToFile(args, file, workspace) {
            const output = await (0,promises_.open)(file, 'w', 0o600);
            try {
                return await runShort(args, workspace, output.fd);
            }
            finally {
                await output.close();
            }
        },
        async runPush(args, workspace) {
            pushes += 1;
            const outputFile = await runDirectory.createFile(`state-push-${String(pushes)}.out`);
            const started = await startDetached({
                ...{ file: executable.path, args, cwd: workingDirectory, outputFile },
                env: untracedEnvironment(shortEnvironment(args, environment(workspace))),
                signalGroup: executable.isScript,
            }, clock).catch((error) => {
                throw cannotStart(executable.path, error);
            });
            const { exitCode } = await started.ended;
            return { exitCode: exitCode ?? 1, stdout: '', stderr: await (0,promises_.readFile)(outputFile, 'utf8') };
        },
        async runLocked({ args, workspace, lockPath, beforeStart, onLine, onStart, onLocked }) {
            runs += 1;
            const names = [`terraform-${String(runs)}.out`, `terraform-${String(runs)}.log`];
            const discardFiles = async () => {
                for (const name of names)
                    await runDirectory.removeFile(name);
            };
            const outputFile = await runDirectory.createFile(names[0]);
            const logFile = lockPath === undefined || userKeepsLog(env) ? undefined : await runDirectory.createFile(names[1]);
            const startedAt = Math.floor(clock.now() / 1000) * 1000;
            let started;
            try {
                beforeStart?.({ outputFile, logFile, startedAt });
                started = await startDetached({
                    file: executable.path,
                    args,
                    cwd: workingDirectory,
                    env: {
                        ...detachedEnvironment(environment(workspace)),
                        ...(logFile === undefined ? {} : coreLogEnvironment(logFile)),
                    },
                    outputFile,
                    signalGroup: executable.isScript,
                }, clock).catch((error) => {
                    throw cannotStart(executable.path, error);
                });
            }
            catch (error) {
                await discardFiles();
                throw error;
            }
            const { ended } = started;
            onStart(started);
            const watching = logFile === undefined || lockPath === undefined || onLocked === undefined
                ? undefined
                : watchForLock(logFile, lockPath, ended, clock, onLocked);
            // A log that can't be followed is read at the end.
            const watched = watching?.catch(() => undefined);
            const followed = (0,follow_run/* followRun */.R)(outputFile, { ended, clock, emergencyStateFile, onLine });
            const emergencyState = await followed.done;
            await watched;
            const coreLog = await (0,follow_run/* readCoreLog */.A)(logFile, lockPath);
            return { ...(await ended), startedAt, facts: followed.facts(), coreLog, emergencyState, discardFiles };
        },
    };
}
// `-input=false` and the like are right for init, plan and apply, and unknown to the others; `-force` for `state push`
// would take away its guard.
function shortEnvironment([command], env) {
    if (command !== 'init')
        delete env['TF_CLI_ARGS'];
    delete env['TF_CLI_ARGS_state_push'];
    return env;
}
function cancelledError() {
    return new errors/* LockstepError */.Cj('cancelled', 'The job was cancelled before Terraform was started.');
}
function cannotStart(path, error) {
    return new errors/* LockstepError */.Cj('terraform-error', `"${path}" could not be started: ${(0,errors/* messageFromError */.CZ)(error)}.`, 'Check that it is built for this runner and may be executed, or give another in the input "executable".', { cause: error });
}


/***/ })

};
