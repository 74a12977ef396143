export const id = 414;
export const ids = [414];
export const modules = {

/***/ 5051:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ parseS3Config),
/* harmony export */   w: () => (/* binding */ proxyEnvironment)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6760);
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

/***/ 7198:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   V: () => (/* binding */ runReferenceFromTexts),
/* harmony export */   fr: () => (/* binding */ parseAnnotation),
/* harmony export */   q4: () => (/* binding */ renderAnnotation),
/* harmony export */   wt: () => (/* binding */ urlOfRun)
/* harmony export */ });
const maxLength = 500;
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
    return renderAnnotation(reference).length > maxLength ? undefined : reference;
}
function splitAtEquals(word) {
    const at = word.indexOf('=');
    return at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
}


/***/ }),

/***/ 588:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   H: () => (/* binding */ engineVersionFromEvent),
/* harmony export */   d: () => (/* binding */ isAtLeast)
/* harmony export */ });
/** Of the stream's first event, `{"type":"version","terraform":"1.11.4",…}`; OpenTofu's key is `tofu`. */
function engineVersionFromEvent(body) {
    const isTofu = typeof body['tofu'] === 'string';
    const text = isTofu ? body['tofu'] : body['terraform'];
    const match = typeof text === 'string' ? /^(\d+)\.(\d+)\.\d+[\w.+-]*$/.exec(text) : null;
    if (match === null)
        return undefined;
    return {
        engine: isTofu ? 'opentofu' : 'terraform',
        text: match[0],
        major: Number(match[1]),
        minor: Number(match[2]),
    };
}
function isAtLeast(version, major, minor) {
    return version.major > major || (version.major === major && version.minor >= minor);
}


/***/ }),

/***/ 9739:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   R8: () => (/* binding */ describeOperation),
/* harmony export */   pr: () => (/* binding */ holderFromInfo),
/* harmony export */   sG: () => (/* binding */ describeHolder)
/* harmony export */ });
/* harmony import */ var _retry_duration_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7100);
/* harmony import */ var _annotation_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7198);


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
        holder.ageSeconds === null ? '' : `for ${(0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_0__/* .renderDuration */ .P)(holder.ageSeconds * 1000)}`,
        `lock ID ${holder.lockId}`,
        ...(holder.run === null ? [holder.info] : factsOfRun(holder.run)),
        VERDICTS[holder.verdict],
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

/***/ 6414:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(7598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(6760);
;// CONCATENATED MODULE: ./src/errors.ts
/**
 * A failure that the user can act on. `message` says what happened and why, `advice` what to do.
 * Anything else that is thrown is a defect of ours or of the platform and passes through unchanged.
 */
class LockstepError extends Error {
    reason;
    advice;
    constructor(reason, message, advice = '', options) {
        super(message, options);
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

;// CONCATENATED MODULE: ./src/plan/changes.ts
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

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(1455);
;// CONCATENATED MODULE: ./src/runner/files.ts

async function readText(file) {
    return await (0,promises_.readFile)(file, 'utf8');
}
async function isEmpty(file) {
    return (await (0,promises_.stat)(file)).size === 0;
}
/** Milliseconds since 1970; -Infinity for what is no file. */
async function modifiedAt(file) {
    try {
        const found = await (0,promises_.stat)(file);
        return found.isFile() ? found.mtimeMs : -Infinity;
    }
    catch {
        return -Infinity;
    }
}

;// CONCATENATED MODULE: ./src/terraform/arguments.ts
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
function planOptions(inputs) {
    return [
        ...(inputs.destroy ? ['-destroy'] : []),
        ...(inputs.refreshOnly ? ['-refresh-only'] : []),
        ...inputs.varFiles.map((file) => `-var-file=${file}`),
        ...inputs.planArguments,
    ];
}

;// CONCATENATED MODULE: ./src/backend/backend-file.ts



/** TF_DATA_DIR, relative to the working directory, or `.terraform`. */
function dataDirectory(workingDirectory, env) {
    const wanted = env['TF_DATA_DIR'] ?? '';
    if (wanted === '')
        return (0,external_node_path_.join)(workingDirectory, '.terraform');
    return (0,external_node_path_.isAbsolute)(wanted) ? wanted : (0,external_node_path_.join)(workingDirectory, wanted);
}
/** The initialised backend; the local one where no backend is configured. Holds secrets: never print it. */
async function readBackendFile(directory) {
    const file = (0,external_node_path_.join)(directory, 'terraform.tfstate');
    const text = await readIfPresent(file);
    if (text === undefined)
        return { type: 'local', config: {}, hash: 0 };
    let content;
    try {
        content = JSON.parse(text);
    }
    catch (error) {
        throw new LockstepError('terraform-error', `"${file}" is not JSON, so the backend of this folder is not known.`, 'Run with the input "init" set to true, or remove the file and initialise the folder again.', { cause: error });
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
    const name = (await readIfPresent((0,external_node_path_.join)(directory, 'environment')))?.trim() ?? '';
    return name === '' ? 'default' : name;
}
async function readIfPresent(file) {
    try {
        return await (0,promises_.readFile)(file, 'utf8');
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/lock/state-address.ts

const state_address_form = 'expected `s3://bucket/key`, with `?region=…` and `&dynamodb_table=…` if needed';
const bucketName = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;
const regionName = /^[a-z0-9-]+$/;
const tableName = /^[\w.:/-]{1,1024}$/; // an ARN is a table name too
/**
 * The input `state-address`. In the key `%`, `?` and control characters are percent-encoded.
 * @throws RangeError that says what is accepted
 */
function parseStateAddress(text) {
    const [, bucket = '', encodedKey = '', query] = /^s3:\/\/([^/?]*)\/?([^?]*)(?:\?(.*))?$/s.exec(text) ?? [];
    if (!text.startsWith('s3://'))
        throw new RangeError(state_address_form);
    if (!bucketName.test(bucket)) {
        throw new RangeError(`${state_address_form}; a bucket's name has 3 to 63 characters of \`a-z\`, \`0-9\`, \`.\` and \`-\``);
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
    return `lockstep-${(0,external_node_crypto_.createHash)('sha256').update(address).digest('hex').slice(0, 16)}`;
}
function parseKey(encoded) {
    const key = decodePercents(encoded);
    if (key === '')
        throw new RangeError(`${state_address_form}; the key is missing`);
    // Terraform refuses such keys, so no lock would ever be found beside one.
    if (key.startsWith('/') || key.endsWith('/')) {
        throw new RangeError(`${state_address_form}; the key of a state neither begins nor ends with \`/\``);
    }
    if (key.endsWith('.tflock')) {
        throw new RangeError(`${state_address_form}; give the key of the state, without \`.tflock\``);
    }
    return key;
}
function parseOptions(query = '') {
    const given = new Map();
    for (const item of query.split('&').filter((part) => part !== '')) {
        const [name = '', ...rest] = item.split('=');
        if (name !== 'region' && name !== 'dynamodb_table') {
            throw new RangeError(`${state_address_form}; after \`?\` only \`region\` and \`dynamodb_table\` are known`);
        }
        if (given.has(name))
            throw new RangeError(`${state_address_form}; \`${name}\` is given twice`);
        const value = decodePercents(rest.join('='));
        if (!(name === 'region' ? regionName : tableName).test(value)) {
            throw new RangeError(`${state_address_form}; \`${name}\` is empty or holds a character that no such name has`);
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
        throw new RangeError(`${state_address_form}; \`%\` begins an escape such as \`%3F\``, { cause: error });
    }
}

;// CONCATENATED MODULE: ./src/lock/lock-reading.ts
/**
 * Which holder counts where S3 and DynamoDB are both on. A waiter that meets a held DynamoDB item creates and
 * deletes the S3 lock file at each try, so of two different IDs DynamoDB's is the holder.
 */
function combineReadings(s3, dynamodb) {
    if (dynamodb.kind === 'held') {
        const sameLock = s3.kind === 'held' && s3.holder.lockId === dynamodb.holder.lockId;
        return sameLock ? { ...dynamodb, version: { ...s3.version, ...dynamodb.version } } : dynamodb;
    }
    if (dynamodb.kind === 'unknown')
        return dynamodb;
    return s3;
}
/** Whether two readings of the pair tell different holders, so that it should be read once more. */
function readingsDisagree(s3, dynamodb) {
    const idOf = (reading) => reading.kind === 'held' ? reading.holder.lockId : reading.kind;
    return idOf(s3) !== idOf(dynamodb);
}

;// CONCATENATED MODULE: ./src/backend/both-locks.ts

/** S3 lock file and DynamoDB item at once, as during a migration. */
function combineLocks(s3, dynamodb) {
    return {
        async read(signal) {
            const readBoth = async () => await Promise.all([s3.read(signal), dynamodb.read(signal)]);
            let [fromS3, fromDynamoDb] = await readBoth();
            // Terraform takes and frees the two one after the other, and each try of a waiter makes and deletes the lock
            // file: a pair that disagrees is mostly one that was read in between.
            if (fromS3 && fromDynamoDb && readingsDisagree(fromS3, fromDynamoDb))
                [fromS3, fromDynamoDb] = await readBoth();
            return fromS3 && fromDynamoDb
                ? combineReadings(fromS3, fromDynamoDb)
                : { kind: 'unknown', reason: 'the lock was not read', transient: true };
        },
        // Terraform's own order: S3, then DynamoDB. Only the halves that were judged to be this lock's are touched.
        async remove(version, proof) {
            const ends = [];
            if (version.etag !== undefined)
                ends.push(await s3.remove(version, proof));
            if (version.info !== undefined)
                ends.push(await dynamodb.remove(version, proof));
            return worstOf(ends);
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
function worstOf(ends) {
    const sorted = ends.toSorted((a, b) => SEVERITY.indexOf(a.kind) - SEVERITY.indexOf(b.kind));
    return sorted[0] ?? { kind: 'refused', reason: 'the lock was read without its version' };
}

// EXTERNAL MODULE: ./src/lock/lock-holder.ts
var lock_holder = __webpack_require__(9739);
// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
;// CONCATENATED MODULE: ./src/lock/lock-info.ts

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
    const text = (name) => typeof fields[name] === 'string' ? (0,plain_text/* plainLine */.h0)(fields[name], 500) : '';
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
// The layout of `LockInfo.String()` in Terraform and OpenTofu; -json carries it in a diagnostic's text.
const LOCK_INFO_BLOCK = /Lock Info:\n {2}ID: {8}(?<id>[^\n]*)\n {2}Path: {6}(?<path>[^\n]*)\n {2}Operation: (?<operation>[^\n]*)\n {2}Who: {7}(?<who>[^\n]*)\n {2}Version: {3}(?<version>[^\n]*)\n {2}Created: {3}(?<created>[^\n]*)\n {2}Info: {6}(?<info>[^\n]*)/;
/** The `Lock Info:` block of a diagnostic, if it has one with an ID. */
function parseLockInfoBlock(text) {
    const groups = LOCK_INFO_BLOCK.exec(text)?.groups;
    const field = (name) => (0,plain_text/* plainLine */.h0)(groups?.[name] ?? '', 500);
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

;// CONCATENATED MODULE: ./src/lock/lock-edit.ts


// In JSON a quote within a text is escaped, so no text can hold what this matches.
const INFO_FIELD = /("Info"\s*:\s*)"(?:[^"\\]|\\.)*"/g;
/**
 * The lock's JSON as stored, with `info` as its `Info` and every other byte as it was. An `Info` that somebody else has
 * written stays (Terraform's own is empty on S3 and DynamoDB).
 */
function editLockInfo(json, lockId, info) {
    if (json.length > maxLockBytes)
        return { kind: 'refused', reason: 'the lock is too large' };
    let fields;
    try {
        fields = JSON.parse(json);
    }
    catch (error) {
        return { kind: 'refused', reason: `the lock is not JSON: ${messageFromError(error)}` };
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

;// CONCATENATED MODULE: ./src/backend/read-failure.ts


function statusOf(error) {
    return error?.$metadata?.httpStatusCode;
}
function nameOf(error) {
    return error?.name ?? '';
}
const TRANSIENT_NAME = /Timeout|Throttl|SlowDown|ProvisionedThroughputExceeded|AbortError|ECONN|EPIPE|ENOTFOUND|EAI_AGAIN/;
/** A read that failed is `unknown`; `what` names what was read. Denials and missing stores do not pass by themselves. */
function unknownFromError(error, what) {
    const status = statusOf(error);
    const code = error?.code ?? '';
    const transient = (status !== undefined && status >= 500) ||
        status === 429 ||
        TRANSIENT_NAME.test(`${nameOf(error)} ${code}`);
    const denied = status === 403 ? 'access was denied' : (0,plain_text/* plainLine */.h0)(messageFromError(error));
    const detail = status === 403 && nameOf(error) !== '' ? ` (${(0,plain_text/* plainLine */.h0)(nameOf(error))})` : '';
    return { kind: 'unknown', reason: `${what} could not be read: ${denied}${detail}`, transient };
}

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
        return { kind: 'refused', reason: `${nameOf(error)}: ${messageFromError(error)}` };
    }
}

;// CONCATENATED MODULE: ./src/backend/request.ts
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

;// CONCATENATED MODULE: ./src/backend/dynamodb-lock.ts






const maxRemovalTries = 3;
/** The item `LockID = <bucket>/<state path>` of a lock table; the one with `-md5` is the state's digest, not a lock. */
function createDynamoDbLock(table, lockKey, client, clock) {
    const key = { TableName: table, Key: { LockID: { S: lockKey } } };
    const get = async (signal) => {
        const { GetItemCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(305)]).then(__webpack_require__.t.bind(__webpack_require__, 4305, 19));
        const command = new GetItemCommand({ ...key, ConsistentRead: true });
        const answer = await within(async (abortSignal) => await (await client()).send(command, { abortSignal }), signal);
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
                return { kind: 'held', holder: (0,lock_holder/* holderFromInfo */.pr)(parseLockInfo(info), clock.now()), version: { info } };
            }
            catch (error) {
                return { kind: 'unknown', reason: `${what} exists, but ${messageFromError(error)}`, transient: false };
            }
        }
        catch (error) {
            return unknownFromError(error, what);
        }
    };
    const remove = async (version) => {
        const { info } = version;
        if (info === undefined)
            return { kind: 'refused', reason: 'the lock item was read without its Info' };
        const { DeleteItemCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(305)]).then(__webpack_require__.t.bind(__webpack_require__, 4305, 19));
        const command = new DeleteItemCommand({
            ...key,
            ConditionExpression: 'Info = :judged',
            ExpressionAttributeValues: { ':judged': { S: info } },
        });
        let failure = '';
        for (let tries = 0; tries < maxRemovalTries; tries += 1) {
            try {
                await within(async (abortSignal) => await (await client()).send(command, { abortSignal }));
                return { kind: 'removed' };
            }
            catch (error) {
                failure = `${nameOf(error)}: ${messageFromError(error)}`;
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
            const { UpdateItemCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(305)]).then(__webpack_require__.t.bind(__webpack_require__, 4305, 19));
            const command = new UpdateItemCommand({
                ...key,
                UpdateExpression: 'SET Info = :new',
                ConditionExpression: 'Info = :read',
                ExpressionAttributeValues: { ':new': { S: json }, ':read': { S: stored.json } },
            });
            try {
                await within(async (abortSignal) => await (await client()).send(command, { abortSignal }), signal);
                return 'swapped';
            }
            catch (error) {
                if (nameOf(error) === 'ConditionalCheckFailedException')
                    return 'changed';
                throw error;
            }
        },
    });
    const annotate = async (lockId, info, signal) => await annotateBySwap(swappable(signal), lockId, info, 'DynamoDB checks conditions');
    return { read, remove, annotate };
}

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
                    reason: `"${infoFile}" could not be read: ${messageFromError(error)}`,
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
        // It is open in Terraform, which may write it at any time.
        annotate: () => Promise.resolve({ kind: 'refused', reason: "a local state's lock info is written by Terraform alone" }),
    };
}
function describeLocalHolder(text, now) {
    try {
        return (0,lock_holder/* describeHolder */.sG)((0,lock_holder/* holderFromInfo */.pr)(parseLockInfo(text), now));
    }
    catch {
        return 'an unknown holder';
    }
}

;// CONCATENATED MODULE: ./src/backend/object-parameters.ts
/** The parameters that an object under SSE-C needs for each read; Terraform's own read of the lock omits them. */
function customerKeyParameters(config) {
    return config.sseCustomerKey === undefined
        ? {}
        : { SSECustomerAlgorithm: 'AES256', SSECustomerKey: config.sseCustomerKey };
}
/**
 * What Terraform stores its lock file with, so that a policy which lets Terraform's write pass lets ours pass
 * (`lockWithFile` in internal/backend/remote-state/s3/client.go).
 */
function lockFileParameters(config) {
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

// EXTERNAL MODULE: external "node:stream"
var external_node_stream_ = __webpack_require__(7075);
;// CONCATENATED MODULE: ./src/backend/conditional-writes.ts



/**
 * Whether requests go to AWS itself. The endpoint may come from the user's AWS configuration file, which only the SDK
 * reads, so it is the SDK that is asked; nothing is sent.
 */
async function isAws(client, object) {
    const { HeadObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
    const command = new HeadObjectCommand(object);
    let host = '';
    command.middlewareStack.add(() => (args) => {
        host = args.request.hostname;
        return Promise.resolve({ output: { $metadata: {} }, response: {} });
    }, { step: 'build' });
    await client.send(command);
    return /\.amazonaws\.com(?:\.cn)?$/.test(host);
}
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
    const { DeleteObjectCommand, PutObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
    const scratch = { Bucket: lock.Bucket, Key: `${lock.Key}.lockstep-probe-${(0,external_node_crypto_.randomUUID)()}` };
    const wrong = '"00000000000000000000000000000000"';
    const body = { Body: 'A scratch object of Lockstep; it may be deleted.' };
    const put = async (condition) => await within(async (abortSignal) => await client.send(new PutObjectCommand({ ...scratch, ...body, ...condition }), { abortSignal }), signal);
    const send = async (command, until) => await within(async (abortSignal) => await client.send(command, { abortSignal }), until);
    const remove = async (condition = {}) => await send(new DeleteObjectCommand({ ...scratch, ...condition }), signal);
    const refused = async (request) => {
        try {
            await request;
            return false;
        }
        catch (error) {
            const status = statusOf(error);
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
        // An interrupted trial takes away what it may have made, and nobody waits for that.
        send(new DeleteObjectCommand(scratch)).catch(() => undefined);
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/backend/s3-lock.ts









const s3_lock_maxRemovalTries = 3;
/** The lock file `<state path>.tflock` of Terraform's native S3 locking. */
function createS3Lock(config, client, clock) {
    const object = { Bucket: config.bucket, Key: `${config.statePath}.tflock` };
    const checkConditions = createConditionCheck(client, object);
    const get = async (signal) => {
        const { GetObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
        const command = new GetObjectCommand({ ...object, ...customerKeyParameters(config) });
        return await within(async (abortSignal) => {
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
            return unknownFromError(error, `the lock file s3://${object.Bucket}/${object.Key}`);
        }
    };
    const remove = async (version) => {
        const { etag } = version;
        if (etag === undefined)
            return { kind: 'refused', reason: 'the lock was read without its ETag' };
        const conditions = await checkConditions();
        if (conditions.kind === 'not-honoured')
            return { kind: 'refused', reason: conditions.reason };
        const { DeleteObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
        const command = new DeleteObjectCommand({ ...object, IfMatch: etag });
        let failure = '';
        for (let tries = 0; tries < s3_lock_maxRemovalTries; tries += 1) {
            try {
                await within(async (abortSignal) => await (await client()).send(command, { abortSignal }));
                return { kind: 'removed' };
            }
            catch (error) {
                failure = messageFromError(error);
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
            const { PutObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
            const content = { ...lockFileParameters(config), Body: json };
            const command = new PutObjectCommand({ ...object, ...content, IfMatch: etag });
            try {
                await within(async (abortSignal) => await (await client()).send(command, { abortSignal }), signal);
                return 'swapped';
            }
            catch (error) {
                if (LOST_SWAP.includes(statusOf(error) ?? 0))
                    return 'changed';
                throw error;
            }
        },
    });
    const annotate = async (lockId, info, signal) => {
        if (config.hasLockTags)
            return { kind: 'refused', reason: 'the lock file has tags, which it would lose' };
        const conditions = await checkConditions(signal);
        if (conditions.kind === 'not-honoured')
            return { kind: 'refused', reason: conditions.reason };
        return await annotateBySwap(swappable(signal), lockId, info, conditions.evidence);
    };
    return { read, remove, annotate };
}
/** Of a write with If-Match: the key is gone, a delete was under way, or the object is another one. */
const LOST_SWAP = [404, 409, 412];
const tooLarge = 'it is too large to be a lock';
// A missing object without s3:ListBucket is a 403, and a missing bucket is a 404 too: neither says "free".
function isMissing(error) {
    return statusOf(error) === 404 && nameOf(error) === 'NoSuchKey';
}
function undefinedIfMissing(error) {
    if (!isMissing(error))
        throw error;
}
async function lockFileFromAnswer(answer) {
    const { ETag: etag } = answer;
    if ((answer.ContentLength ?? 0) <= maxLockBytes) {
        return { json: (await answer.Body?.transformToString('utf-8')) ?? '', etag };
    }
    // A body that nobody reads keeps its socket, and with it the process.
    if (answer.Body instanceof external_node_stream_.Readable)
        answer.Body.destroy();
    return { json: undefined, etag };
}
function readingFromFile({ json, etag }, clock) {
    try {
        if (json === undefined)
            throw new Error(tooLarge);
        const holder = (0,lock_holder/* holderFromInfo */.pr)(parseLockInfo(json), clock.now());
        return { kind: 'held', holder, version: etag === undefined ? {} : { etag } };
    }
    catch (error) {
        return {
            kind: 'unknown',
            reason: `there is a lock file, but ${messageFromError(error)}`,
            transient: false,
        };
    }
}

// EXTERNAL MODULE: ./src/backend/s3-config.ts
var s3_config = __webpack_require__(5051);
;// CONCATENATED MODULE: ./src/backend/resolve.ts











/** The AWS SDK is most of what there is to load, and `wait` on another backend needs none of it. */
const loadClients = async () => await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711), __webpack_require__.e(352)]).then(__webpack_require__.bind(__webpack_require__, 2352));
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
    const s3 = createS3Lock(config, client, clock);
    const lockPath = `${bucket}/${statePath}`;
    const dynamodb = dynamodbTable === undefined
        ? undefined
        : createDynamoDbLock(dynamodbTable, lockPath, once(async () => await (await loadClients()).createDynamoDbClient(config)), clock);
    const mechanism = mechanismOf(useLockfile, dynamodb !== undefined);
    const locks = dynamodb === undefined ? s3 : useLockfile ? combineLocks(s3, dynamodb) : dynamodb;
    const obstacle = obstacleOf(config);
    return {
        type: 's3',
        address: renderS3StateAddress(bucket, statePath),
        mechanism,
        lockPath,
        lock: obstacle !== undefined
            ? unreadableLock(obstacle)
            : mechanism === 'none'
                ? unreadableLock('this S3 backend has no locking, so nothing tells whether somebody is at work')
                : locks,
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
    const { HeadObjectCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 3711, 19));
    try {
        const object = { Bucket: config.bucket, Key: config.statePath, ...customerKeyParameters(config) };
        await within(async (abortSignal) => await (await client()).send(new HeadObjectCommand(object), { abortSignal }), signal);
        return 'exists';
    }
    catch (error) {
        // A HEAD has no body, so the SDK knows only the status of a missing object.
        return statusOf(error) === 404 && nameOf(error) !== 'NoSuchBucket' ? 'missing' : 'ask-terraform';
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
    const parts = (ADDRESS_OPTIONS[file.type] ?? []).map((name) => textOf(file.config[name])).filter(resolve_isPresent);
    const state = parts.length > 0 ? parts.join('/') : String(file.hash);
    return {
        type: file.type,
        address: `${file.type}://${state}/${workspace}`,
        mechanism: 'other',
        lockPath: undefined,
        lock: unreadableLock(`a "${file.type}" backend does not let its lock be read without taking it`),
        // HCP Terraform's workspaces are made and selected by init, and listed only for some configurations.
        workspacePresence: () => Promise.resolve(isHcp(file.type) ? 'exists' : 'ask-terraform'),
    };
}
function isHcp(type) {
    return type === 'cloud' || type === 'remote';
}
function unreadableLock(reason) {
    return {
        read: () => Promise.resolve({ kind: 'unknown', reason, transient: false }),
        remove: () => Promise.resolve({ kind: 'refused', reason }),
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
function resolve_isPresent(value) {
    return value !== undefined;
}

// EXTERNAL MODULE: ./src/lock/engine-version.ts
var engine_version = __webpack_require__(588);
;// CONCATENATED MODULE: ./src/lock/mechanism.ts

/** What is wrong with a backend that has no locking, and how to give it some. */
const noLockingAdvice = 'This S3 backend has no locking: two runs at once can lose each other\'s state. Set use_lockfile = true in the backend "s3" block (Terraform 1.11, OpenTofu 1.10, or later), or dynamodb_table before.';
/**
 * What to say of a backend's locking under one version: native S3 locking from Terraform 1.11 (1.10 calls it
 * experimental; OpenTofu has it since 1.10), a DynamoDB table before.
 */
function adviseMechanism(mechanism, version) {
    if (version.engine === 'opentofu')
        return undefined;
    if (mechanism === 's3' && !(0,engine_version/* isAtLeast */.d)(version, 1, 11)) {
        return `Terraform ${version.text} calls S3 native locking (use_lockfile) experimental; it is stable from 1.11 on.`;
    }
    return mechanism === 'dynamodb' && (0,engine_version/* isAtLeast */.d)(version, 1, 11) ? migration : undefined;
}
const migration = [
    'dynamodb_table is deprecated from Terraform 1.11 on. To move to native S3 locking without a moment of none:',
    '1. Add use_lockfile = true beside dynamodb_table, run "terraform init -reconfigure" everywhere, and let every pipeline run once with both.',
    '2. Remove dynamodb_table, run "terraform init -reconfigure" again, and delete the table when nothing uses it any more.',
].join('\n');

;// CONCATENATED MODULE: ./src/terraform/shell-words.ts
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

;// CONCATENATED MODULE: ./src/runner/given-values.ts



/** Values that are written in clear in a text of HCL or JSON; a comment and the name of a field are none. */
const WRITTEN = /(?:#|\/\/).*|<<[-~]?(\w+)\r?\n([\s\S]*?)\n[ \t]*\1\b|"((?:[^"\\\n]|\\.)*)"([ \t]*[:=](?!=))?|(?<![\w.])\d[\d.]*(?![\w.])/g;
/**
 * What Terraform is given for its variables: by the environment, by `-var`, and by the files of `-var-file`. Only the
 * configuration says which of them are sensitive, and where a run fails it may never come to say so.
 */
async function readGivenValues(inputs, env) {
    const words = [
        ...inputs.planArguments,
        ...inputs.applyArguments,
        ...['TF_CLI_ARGS', 'TF_CLI_ARGS_plan', 'TF_CLI_ARGS_apply'].flatMap((name) => splitShellWords(env[name] ?? '') ?? []),
    ];
    const values = [
        ...Object.entries(env).flatMap(([name, value]) => (name.startsWith('TF_VAR_') ? [value ?? ''] : [])),
        ...optionsOf(words, 'var').map((option) => option.replace(/^[^=]*=/, '').trim()),
    ];
    const files = [...inputs.varFiles, ...optionsOf(words, 'var-file')];
    const texts = await Promise.all(
    // Terraform itself says what is wrong with a file that can't be read.
    files.map((file) => readText((0,external_node_path_.resolve)(inputs.workingDirectory, file)).catch(() => '')));
    const structured = values.filter((value) => /^\s*(?:[[{"]|<<)/.test(value));
    return new Set([...values, ...[...structured, ...texts].flatMap(writtenValues)]);
}
/** The strings and numbers of a text of HCL or JSON. */
function writtenValues(text) {
    return [...text.matchAll(WRITTEN)].flatMap(([match, , heredoc, quoted, isName]) => {
        if (isName !== undefined || match.startsWith('#') || match.startsWith('//'))
            return [];
        if (heredoc !== undefined)
            return [heredoc];
        return [quoted === undefined ? match : given_values_unescape(quoted)];
    });
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
function given_values_unescape(quoted) {
    try {
        return JSON.parse(`"${quoted}"`);
    }
    catch {
        return quoted;
    }
}

;// CONCATENATED MODULE: ./src/terraform/human-errors.ts
/** The lines that follow the blank line: `  with <address>,`, `  on <file> line <n>, in <context>:`, the source. */
const PLACE = /^(?: {2}with (?<address>.+),\n)? {2}on (?<file>.+?) line (?<line>\d+)(?:, in (?<context>.+))?:(?:\n(?<code>(?: +\d+: .*(?:\n|$))*)|$)/;
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
    const end = text.indexOf('\n\n');
    const summary = (end < 0 ? text : text.slice(0, end)).replace(/\s+/g, ' ').trim();
    const body = end < 0 ? '' : text.slice(end).replace(/^\n+/, '');
    const place = PLACE.exec(body);
    if (place?.groups === undefined)
        return { severity: 'error', summary, detail: body.trim() };
    const { address, file = '', line, context, code = '' } = place.groups;
    const at = { line: Number(line), column: 1 };
    const lines = [...code.matchAll(/^ +(\d+): (.*)$/gm)];
    return {
        severity: 'error',
        summary,
        detail: body.slice(place[0].length).trim(),
        ...(address === undefined ? {} : { address }),
        range: { filename: file, start: at, end: at },
        snippet: {
            context,
            code: lines.map(([, , source]) => source).join('\n'),
            startLine: Number(lines[0]?.[1] ?? line),
        },
    };
}

// EXTERNAL MODULE: ./src/report/redaction.ts
var redaction = __webpack_require__(7079);
// EXTERNAL MODULE: ./src/plan/diagnostic.ts
var plan_diagnostic = __webpack_require__(5236);
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

;// CONCATENATED MODULE: ./src/commands/prepare.ts









/** Everything up to the lock: init, the backend, the workspace. Throws what stands in the way. */
async function prepare(deps, journey) {
    const { inputs, env, log, clock } = deps;
    journey.given = await readGivenValues(inputs, env);
    const terraform = await deps.openTerraform();
    log.say(`Executable: ${terraform.executable.path}`);
    const directory = dataDirectory(inputs.workingDirectory, env);
    // Before init, which quietly selects `default` where the selected workspace is gone and no other is left.
    const selected = await readSelectedWorkspace(directory);
    const wanted = inputs.workspace ?? nonEmpty(env['TF_WORKSPACE']);
    const workspace = wanted ?? selected;
    if (terraform.executable.isScript) {
        warn(deps, journey, `${terraform.executable.path} is a script. Lockstep looks at its whole process group, since its own end does not tell that Terraform has ended.`);
    }
    const initialising = inputs.init ? terraform.run(initArguments(inputs)) : undefined;
    initialising?.catch(() => undefined);
    // Loading the client takes as long as a small init, and blocks: so it comes after the start of init.
    preloadS3Client();
    if (initialising !== undefined)
        reportInit(deps, journey, await initialising);
    // Without init, only a command that loads the backend tells that the folder's note of it is not out of date.
    else if (inputs.command === 'status' || inputs.command === 'wait')
        await listWorkspaces(terraform);
    const { workingDirectory, workspaceRoot } = inputs;
    const backend = resolveBackend(await readBackendFile(directory), workspace, {
        env,
        clock,
        workingDirectory,
        workspaceRoot,
    });
    journey.stateAddress = backend.address;
    journey.mechanism = backend.mechanism;
    log.say(`State: ${(0,plain_text/* plainLine */.h0)(backend.address, 500)}`);
    await requireWorkspace(deps, terraform, backend, workspace);
    return { terraform, backend, workspaceVariable: inputs.createWorkspace ? workspace : wanted };
}
/** An S3 backend without any locking is warned of by `plan`, and refused by `apply` unless that is wanted. */
function requireLocking(deps, journey, { backend }) {
    if (backend.mechanism !== 'none')
        return;
    if (deps.inputs.command === 'apply' && !deps.inputs.allowUnlockedBackend) {
        throw new LockstepError('unlocked-backend', noLockingAdvice, 'To apply without a lock all the same, set allow-unlocked-backend to true.');
    }
    warn(deps, journey, noLockingAdvice);
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
    const redact = redactionOf(journey, init.exitCode !== 0);
    log.startGroup('terraform init');
    log.lines(redact(`${init.stdout}${init.stderr}`));
    log.endGroup();
    if (init.exitCode === 0)
        return;
    const errors = parseHumanErrors(init.stderr);
    tellDiagnostics(deps, journey, errors, true);
    const [first] = errors;
    const missing = /Currently selected workspace "(.*)" does not exist/.exec(first?.summary ?? '');
    if (missing !== null)
        throw workspaceMissing((0,plain_text/* plainLine */.h0)(missing[1] ?? ''), 'the folder has it selected');
    const summary = first === undefined
        ? `exit code ${String(init.exitCode)}`
        : (0,plain_text/* plainLine */.h0)(redact((0,plain_text/* plainText */.wh)(first.summary)), 300);
    throw new LockstepError('terraform-error', `terraform init failed: ${summary}`, 'The log has its whole output in the group "terraform init".');
}
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
async function listWorkspaces(terraform) {
    const list = await terraform.run(['workspace', 'list']);
    if (list.exitCode === 0)
        return list.stdout.split('\n').map((line) => line.replace(/^\*? +/, '').trim());
    const reason = parseHumanErrors(list.stderr)[0]?.summary ?? list.stderr;
    throw new LockstepError('terraform-error', `terraform workspace list failed: ${(0,plain_text/* plainLine */.h0)(reason, 300)}`);
}
function workspaceMissing(workspace, why) {
    return new LockstepError('workspace-missing', `The workspace "${workspace}" was not found: ${why}. Nothing was created.`, 'Check the input "workspace" and TF_WORKSPACE; to create it, set create-workspace to true.');
}
function nonEmpty(text) {
    return text === '' ? undefined : text;
}

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
        advice: 'Keep the file that the output "errored-state" names, and run "terraform state push FILE" when the store is back. Until then the state does not know what was changed.',
    },
    {
        summary: /^Error releasing the state lock$/,
        reason: 'lock-fault',
        advice: 'Terraform did its work, but could not give the lock back. Allow the role of this job to delete the lock.',
    },
];
/** What a run that failed came to. `counts`: what it had done before. */
async function failureFromRun(deps, journey, run, command, counts) {
    const { facts } = run;
    if (facts.stateNotSaved)
        journey.erroredState = run.emergencyState ?? (await freshErroredState(deps, run));
    const errors = facts.diagnostics.filter(({ severity }) => severity === 'error');
    const known = KNOWN.find(({ summary }) => errors.some((error) => summary.test(error.summary)));
    if (deps.cancelled.aborted && known?.reason !== 'state-not-saved') {
        return { kind: 'cancelled', message: describeCancel(run), counts };
    }
    const [first] = errors.filter((error) => !(0,run_facts/* isExecutionHalted */.Nx)(error));
    const more = errors.length > 1 ? ` (and ${String(errors.length - 1)} more)` : '';
    const end = run.exitCode === null ? `it was ended by ${String(run.signal)}` : `exit code ${String(run.exitCode)}`;
    const what = first === undefined
        ? end
        : `${(0,plain_text/* plainLine */.h0)(redactionOf(journey, true)((0,plain_text/* plainText */.wh)(first.summary)), 300)}${more}`;
    return {
        kind: 'failed',
        reason: known?.reason ?? 'terraform-error',
        message: `terraform ${command} failed: ${what}`,
        advice: known?.advice ?? '',
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
    return (await modifiedAt(file)) >= run.startedAt ? file : undefined;
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

;// CONCATENATED MODULE: ./src/commands/show-plan.ts









/** Renders a saved plan to JSON and text, masks what is sensitive in it, and prints it in a group of the log. */
async function showPlan(deps, terraform, journey, planFile) {
    const { runDirectory, log, inputs } = deps;
    const [jsonFile, textFile] = [
        await runDirectory.createFile('plan.json'),
        await runDirectory.createFile('plan.txt'),
    ];
    const ends = await Promise.all([
        terraform.runToFile(showJsonArguments(planFile), jsonFile),
        terraform.runToFile(showTextArguments(planFile), textFile),
    ]);
    const failed = ends.find(({ exitCode }) => exitCode !== 0);
    if (failed !== undefined) {
        const error = parseHumanErrors(failed.stderr)[0]?.summary ?? failed.stderr;
        throw new LockstepError('terraform-error', `The plan file could not be read: ${(0,plain_text/* plainLine */.h0)(error, 300)}`);
    }
    journey.planFiles = { planFile, jsonFile, textFile };
    const plan = parsePlanJson(await readText(jsonFile));
    hide(deps, journey, sensitiveValuesOfPlan(plan));
    const changes = changesFromPlan(plan, inputs.refreshOnly);
    const text = await readText(textFile);
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
        if (await isEmpty(planFile))
            return;
        const file = await runDirectory.createFile(name);
        const { exitCode } = await terraform.runToFile(showJsonArguments(planFile), file);
        if (exitCode === 0)
            hide(deps, journey, sensitiveValuesOfPlan(parsePlanJson(await readText(file))));
    }
    catch (error) {
        // The failure of the plan is what is to be told, not this one.
        log.debug(`The plan that failed could not be read: ${(0,plain_text/* plainLine */.h0)(messageFromError(error))}`);
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

;// CONCATENATED MODULE: ./src/lock/lock-failure.ts

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
    return { text, info: parseLockInfoBlock(text) };
}
/** A top-level error whose summary is the lock error. */
function isLockError({ severity, summary, address }) {
    return (severity === 'error' && address === undefined && LOCK_ERROR_SUMMARY.test(summary.split('\n', 1)[0] ?? ''));
}
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
    if (GONE_WHEN_TERRAFORM_LOOKED.test(said))
        return { kind: 'vanished' };
    return { kind: 'fault', ...faultFromText(refusal.text) };
}
// 412: the S3 lock file was there; 409: a delete of it was under way
// (https://docs.aws.amazon.com/AmazonS3/latest/userguide/conditional-writes.html); the rest is DynamoDB's 412 and the
// local backend's EAGAIN.
const HELD_WITHOUT_INFO = /StatusCode: 412,|StatusCode: 409,|ConditionalCheckFailedException|resource temporarily unavailable/;
// Terraform reads the lock that it was refused; these are its words for a lock that is gone by then.
const GONE_WHEN_TERRAFORM_LOOKED = /StatusCode: 4(?:12|09),.*StatusCode: 404,/;
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

;// CONCATENATED MODULE: ./src/retry/backoff.ts
/** Milliseconds until the next look at a held lock: 1.2 s ± 30 %, so that waiters do not look in step. */
function pollDelayMs(random) {
    return jittered(1200, 0.3, random);
}
/**
 * Milliseconds before Terraform is started again where only Terraform can tell whether the lock is free: equal
 * jitter, doubling from 1 s to 15 s. `attempt` counts from 0.
 */
function retryDelayMs(attempt, random) {
    const ceiling = Math.min(15_000, 1000 * 2 ** Math.min(attempt, 10));
    return ceiling / 2 + (random() * ceiling) / 2;
}
/** Milliseconds after a lost race, where the lock was already free again: up to 50 ms, doubling to 1.6 s. */
function raceDelayMs(attempt, random) {
    return random() * 50 * 2 ** Math.min(attempt, 5);
}
function jittered(meanMs, share, random) {
    return meanMs * (1 - share + 2 * share * random());
}

;// CONCATENATED MODULE: ./src/retry/deadline.ts
function startDeadline(clock, totalMs) {
    const end = clock.monotonic() + totalMs;
    const remainingMs = () => Math.max(0, end - clock.monotonic());
    return { totalMs, remainingMs, hasPassed: () => remainingMs() === 0 };
}

;// CONCATENATED MODULE: ./src/lock/removal.ts
/** Decides whether the lock that was read may be removed; when in doubt it stays. */
function judgeRemoval(facts, reading) {
    if (reading.kind === 'free')
        return { kind: 'nothing-to-remove' };
    if (reading.kind === 'unknown') {
        return facts.ownLockIds.every((id) => facts.unlocked.includes(id))
            ? { kind: 'nothing-to-remove' }
            : { kind: 'keep', reason: `the lock could not be read: ${reading.reason}` };
    }
    if (!facts.ownLockIds.includes(reading.holder.lockId))
        return { kind: 'nothing-to-remove' };
    if (facts.processesLeft === 'not-known') {
        return {
            kind: 'keep',
            reason: 'this platform does not tell whether a process of this run is still at work',
        };
    }
    if (facts.processesLeft > 0) {
        return {
            kind: 'keep',
            reason: `${String(facts.processesLeft)} process(es) of this run are still at work`,
        };
    }
    if (facts.stateNotSaved)
        return { kind: 'keep', reason: 'it protects a state that Terraform could not save' };
    const nothingApplied = facts.operation === 'plan' || !facts.resourceEventSeen;
    if (!nothingApplied && !facts.unlockTried.includes(reading.holder.lockId)) {
        return { kind: 'keep', reason: 'Terraform was killed or crashed while it was changing resources' };
    }
    const proof = {
        lockId: reading.holder.lockId,
        processes: 'none-with-our-token',
        saved: nothingApplied ? 'nothing-applied' : 'terraform-saved-its-state',
    };
    return { kind: 'remove', version: reading.version, proof };
}
/** The proof in words, for the log and the summary. */
function describeProof(proof) {
    const saved = proof.saved === 'nothing-applied'
        ? 'nothing had been applied under it'
        : 'Terraform ended by itself and saved its state';
    return `lock ${proof.lockId} was recorded as ours by Terraform's own log, no process of this run is left, and ${saved}`;
}

;// CONCATENATED MODULE: ./src/commands/exit-look.ts




/**
 * The lock as it is after Terraform ended. Terraform's word is not enough (a failed unlock may go unsaid), so it is
 * read; where it is still ours, it is removed as rule 5 allows, else reported.
 */
async function lookAtLock(deps, journey, backend, operation, run) {
    const { attempted, unlockTried, unlocked } = run.coreLog;
    const { resourceEventSeen } = run.facts;
    journey.ownLockIds.push(...attempted);
    const erroredStateAt = await modifiedAt((0,external_node_path_.join)(deps.inputs.workingDirectory, 'errored.tfstate'));
    return await removeIfOurs(deps, journey, backend, await backend.lock.read(), {
        ownLockIds: attempted,
        operation,
        resourceEventSeen,
        unlockTried,
        unlocked,
        stateNotSaved: run.facts.stateNotSaved || erroredStateAt >= run.startedAt,
        groupIsGone: run.groupIsGone,
    });
}
/**
 * A lock that is met while waiting. Where it is of an earlier attempt of this run, which was refused and did nothing,
 * it was left behind by that attempt (with S3 and DynamoDB both on, a foreign item hides our lock file for a while).
 */
async function recoverOwnLock(deps, journey, backend, reading) {
    if (reading.kind !== 'held' || !journey.ownLockIds.includes(reading.holder.lockId))
        return reading;
    return await removeIfOurs(deps, journey, backend, reading, {
        ownLockIds: journey.ownLockIds,
        operation: 'plan',
        resourceEventSeen: false,
        unlockTried: [],
        unlocked: [],
        stateNotSaved: false,
        groupIsGone: true,
    });
}
const exit_look_maxTries = 2;
async function removeIfOurs(deps, journey, backend, reading, facts, tries = 1) {
    const { inputs, log } = deps;
    if (reading.kind === 'free')
        return reading;
    const counted = await deps.countProcesses();
    const processesLeft = facts.groupIsGone || counted === 'not-known' ? counted : Math.max(1, counted);
    const verdict = judgeRemoval({ ...facts, processesLeft }, reading);
    if (verdict.kind === 'nothing-to-remove')
        return reading;
    if (verdict.kind === 'keep') {
        warn(deps, journey, `The state lock of this run may be left behind: ${verdict.reason}.`);
        return reading;
    }
    const { lockId } = verdict.proof;
    const left = `The state lock ${lockId} of this run was left behind`;
    if (inputs.recoverLock === 'off') {
        warn(deps, journey, `${left}, and recover-lock is off.`);
        return reading;
    }
    const removal = await backend.lock.remove(verdict.version, verdict.proof);
    switch (removal.kind) {
        case 'removed':
            journey.lockRecovered = lockId;
            warn(deps, journey, `Removed a state lock that was left behind: ${describeProof(verdict.proof)}.`);
            return await backend.lock.read();
        case 'gone':
            log.say(`The lock ${lockId} of this run is gone.`);
            return { kind: 'free' };
        case 'changed-hands':
            // An annotation of ours that the store had not answered may be done only now: it is judged as it is then.
            if (removal.holder?.lockId === lockId) {
                if (tries < exit_look_maxTries) {
                    return await removeIfOurs(deps, journey, backend, await backend.lock.read(), facts, tries + 1);
                }
                warn(deps, journey, `${left} and changed each time before it could be removed.`);
                return reading;
            }
            log.say(`The lock ${lockId} is gone; somebody else has taken the state since.`);
            return await backend.lock.read();
        case 'refused':
            warn(deps, journey, `${left} and could not be removed: ${removal.reason}.`);
            return reading;
    }
}

;// CONCATENATED MODULE: ./src/report/stream-view.ts


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
                    const diagnostic = (0,plan_diagnostic/* diagnosticFromJson */.c)(line.body['diagnostic']);
                    if (diagnostic === undefined)
                        return line.message;
                    // One for each resource that an interrupt left undone: 2,610 of them were seen in one run.
                    if ((0,run_facts/* isExecutionHalted */.Nx)(diagnostic) && halted)
                        return undefined;
                    halted ||= (0,run_facts/* isExecutionHalted */.Nx)(diagnostic);
                    return `\n${(0,plan_diagnostic/* renderDiagnostic */.I)(diagnostic)}\n`;
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

// EXTERNAL MODULE: ./src/retry/duration.ts
var duration = __webpack_require__(7100);
;// CONCATENATED MODULE: ./src/runner/outputs.ts
const loadCore = async () => await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(421)]).then(__webpack_require__.bind(__webpack_require__, 6421));
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

// EXTERNAL MODULE: ./src/lock/annotation.ts
var annotation = __webpack_require__(7198);
;// CONCATENATED MODULE: ./src/commands/annotate-lock.ts

/** The plan of a small state holds its lock for less, and shall cost no request. */
const annotateAfterMs = 300;
const settleMs = 2_000;
/** undefined where nothing is to be written. `engine`: as the stream of this run has told by now. */
function createLockAnnotation({ inputs, ownRun, clock, log }, backend, engine) {
    if (!inputs.annotateLock || ownRun === undefined)
        return undefined;
    const info = (0,annotation/* renderAnnotation */.q4)(ownRun);
    const ended = new AbortController();
    const given = new AbortController();
    let annotating;
    const annotate = async (lockId) => {
        await clock.sleep(annotateAfterMs, ended.signal);
        if (ended.signal.aborted)
            return;
        const obstacle = annotate_lock_obstacleOf(backend, engine());
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
function annotate_lock_obstacleOf({ mechanism }, engine) {
    if (mechanism === 's3' || engine === 'terraform')
        return undefined;
    return `with ${engine ?? 'an unknown program'} on DynamoDB it could not be given back any more`;
}

;// CONCATENATED MODULE: ./src/commands/outcome.ts
function startJourney() {
    return {
        stateAddress: undefined,
        mechanism: undefined,
        engine: undefined,
        lockWaitedMs: 0,
        lockAttempts: 0,
        ownLockIds: [],
        lockRecovered: undefined,
        holder: undefined,
        planFiles: undefined,
        viewPlan: undefined,
        diagnostics: [],
        sensitive: new Set(),
        given: new Set(),
        counts: undefined,
        commentUrl: undefined,
        plannedChanges: [],
        erroredState: undefined,
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
    return outcome.kind === 'failed' || outcome.kind === 'cancelled';
}

;// CONCATENATED MODULE: ./src/commands/report.ts



/** The sentences that end a run: what happened, and what to do. */
function messageOf(outcome) {
    switch (outcome.kind) {
        case 'contended':
        case 'cancelled':
            return outcome.message;
        case 'failed':
            return outcome.advice === '' ? outcome.message : `${outcome.message}\n${outcome.advice}`;
        case 'planned':
        case 'applied':
        case 'lock-read':
        case 'lock-free':
            return '';
    }
}
/** Every output of action.yml; what does not apply is empty, so that a step's `outputs.x` never is a surprise. */
function outputsOf(outcome, journey) {
    const counts = countsOf(outcome);
    const number = (name) => (counts === undefined ? '' : String(counts[name]));
    const files = journey.planFiles;
    return {
        result: resultOf(outcome),
        'failure-reason': failureReasonOf(outcome),
        'has-changes': outcome.kind === 'planned' || outcome.kind === 'applied' ? String(outcome.hasChanges) : '',
        add: number('add'),
        change: number('change'),
        destroy: number('destroy'),
        import: number('import'),
        replace: number('replace'),
        move: number('move'),
        forget: number('forget'),
        'plan-file': files?.planFile ?? '',
        'plan-json-file': files?.jsonFile ?? '',
        'plan-text-file': files?.textFile ?? '',
        'state-address': journey.stateAddress ?? '',
        'concurrency-group': journey.stateAddress === undefined ? '' : concurrencyGroupFromAddress(journey.stateAddress),
        'lock-holder': journey.holder === undefined ? '' : JSON.stringify(journey.holder),
        'lock-waited-seconds': (journey.lockWaitedMs / 1000).toFixed(1),
        'lock-attempts': String(journey.lockAttempts),
        'lock-recovered': journey.lockRecovered ?? '',
        'comment-url': journey.commentUrl ?? '',
        'errored-state': journey.erroredState ?? '',
        'outputs-json-file': outcome.kind === 'applied' ? (outcome.outputsFile ?? '') : '',
    };
}
/** The end of a run as it is told. */
function phaseOf(outcome) {
    return {
        kind: 'ended',
        result: resultOf(outcome),
        failureReason: failureReasonOf(outcome),
        message: messageOf(outcome),
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
        lockWaitedMs: journey.lockWaitedMs,
        lockAttempts: journey.lockAttempts,
        lockRecovered: journey.lockRecovered,
        warnings: journey.warnings,
        diagnostics: journey.diagnostics,
        plan: undefined,
        planText: '',
        run: undefined,
    };
}
const loadSummary = async () => await Promise.all(/* import() */[__webpack_require__.e(728), __webpack_require__.e(236)]).then(__webpack_require__.bind(__webpack_require__, 2855));
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
    const planText = planFiles === undefined ? plannedChanges.join('\n') : await readText(planFiles.textFile);
    const { renderJobSummary } = await loadSummary();
    const story = storyOf(command, phaseOf(outcome), journey);
    return renderJobSummary({ ...story, planText, run: options.run }, options);
}
function countsOf(outcome) {
    return 'counts' in outcome ? outcome.counts : undefined;
}

;// CONCATENATED MODULE: ./src/commands/run-terraform.ts












const silenceMs = 60_000;
/** Runs Terraform once, shows its stream in the log, and hands a cancel on as one SIGINT. */
async function runTerraform(deps, journey, { terraform, backend, workspaceVariable }, attempt) {
    const { log, cancelled, clock } = deps;
    await deps.recorded;
    const view = createStreamView({ showPlannedChanges: attempt.showPlannedChanges });
    const redact = redactionOf(journey, true);
    const ended = new AbortController();
    const start = clock.monotonic();
    let lastLineAt = start;
    let started;
    let version;
    const annotation = createLockAnnotation(deps, backend, () => version?.engine);
    let run;
    const interrupt = () => {
        log.say('Cancelled: asking Terraform to stop, and waiting for it to save its state and to give the lock back.');
        started?.interrupt();
    };
    void tellThatItWorks(deps, start, () => lastLineAt, ended.signal);
    try {
        run = await terraform.runLocked({
            args: attempt.args,
            workspace: workspaceVariable,
            lockPath: attempt.lock ? backend.lockPath : undefined,
            onStart: (child) => {
                started = child;
                preloadOutputs();
                preloadSummary();
                deps.announce.working();
                if (cancelled.aborted)
                    interrupt();
                else
                    cancelled.addEventListener('abort', interrupt, { once: true });
            },
            onLocked: (lockId) => {
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
                }
                const text = view.show(line);
                if (text === undefined)
                    return;
                // An error is told before the run has failed; a text that is no event may be the trace of a wrapper.
                const isJudged = line.kind === 'event' && line.type !== 'diagnostic';
                log.lines(isJudged ? text : redact(text));
            },
        });
        const advice = run.facts.version === undefined ? undefined : adviseMechanism(backend.mechanism, run.facts.version);
        if (advice !== undefined)
            warn(deps, journey, advice);
        return run;
    }
    finally {
        ended.abort();
        cancelled.removeEventListener('abort', interrupt);
        await annotation?.ended(run?.coreLog.unlocked ?? []);
    }
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
    for (const diagnostic of facts.diagnostics.filter(isLockError)) {
        log.lines(`\n${(0,plan_diagnostic/* renderDiagnostic */.I)(diagnostic)}\n`);
    }
}
function isLockErrorLine(line) {
    if (line.kind !== 'event' || line.type !== 'diagnostic')
        return false;
    const diagnostic = (0,plan_diagnostic/* diagnosticFromJson */.c)(line.body['diagnostic']);
    return diagnostic !== undefined && isLockError(diagnostic);
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
        await clock.sleep(Math.min(pollDelayMs(random), deadline.remainingMs()), signal);
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
    const read = async (signal) => await recoverOwnLock(deps, journey, backend, await backend.lock.read(signal));
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
            return contendedOutcome(deps, end.holder);
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
    return waits ? undefined : contendedOutcome(deps, holder);
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
function contendedOutcome({ inputs, holders }, holder) {
    const isWaiting = inputs.onContention === 'wait';
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
    const { inputs, clock, random, log, cancelled } = deps;
    const isCancelled = () => cancelled.aborted;
    if (isCancelled())
        return { kind: 'not-run', outcome: cancelledOutcome(deps, undefined) };
    if (!attempt.lock) {
        const run = await runTerraform(deps, journey, prepared, attempt);
        requireTerraform(prepared, run);
        return { kind: 'ran', run };
    }
    const { backend } = prepared;
    const deadline = startDeadline(clock, inputs.lockTimeoutMs);
    const pause = async (ms) => {
        const before = clock.monotonic();
        await clock.sleep(Math.min(ms, deadline.remainingMs()), cancelled);
        journey.lockWaitedMs += clock.monotonic() - before;
    };
    let reading;
    let races = 0;
    let blindTries = 0;
    for (;;) {
        const inTheWay = await waitForTurn(deps, journey, backend, deadline, reading);
        if (inTheWay !== undefined)
            return { kind: 'not-run', outcome: inTheWay };
        journey.lockAttempts += 1;
        const run = await runTerraform(deps, journey, prepared, attempt);
        const left = await lookAtLock(deps, journey, backend, attempt.operation, run);
        const refusal = refusalFromRun(run.facts, run.coreLog);
        if (refusal === undefined) {
            requireTerraform(prepared, run);
            showLockErrors(deps, run);
            return { kind: 'ran', run };
        }
        if (isCancelled())
            return { kind: 'not-run', outcome: cancelledOutcome(deps, journey.holder) };
        const failure = classifyRefusal(refusal, run.coreLog.attempted, left);
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
                    return { kind: 'not-run', outcome: lostRaceOutcome(deps) };
                }
                if (races >= maxRacesInARow)
                    throw lockThatIsNoLock(races);
                log.debug(`Terraform lost a race for the lock (${String(races)} in a row); trying again.`);
                reading = undefined;
                await pause(raceDelayMs(races, random));
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
                await pause(retryDelayMs(blindTries - 1, random));
                reading = undefined;
                break;
            }
            case 'fault':
                showLockErrors(deps, run);
                throw new LockstepError('lock-fault', `The state lock could not be taken: ${failure.reason}.`, failure.advice);
        }
    }
}
/** A program that told nothing is no Terraform, and its success is none. */
function requireTerraform({ terraform }, { facts, exitCode }) {
    const saidNothing = facts.version === undefined && !facts.workSeen && !facts.errorSeen;
    if (!saidNothing || (exitCode !== 0 && exitCode !== 2))
        return;
    throw new LockstepError('terraform-error', `"${terraform.executable.path}" is not Terraform or OpenTofu: it told no version.`, 'Give the path of terraform or tofu in the input "executable".');
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
    return new LockstepError('lock-fault', `Terraform was refused its own lock ${lockId}: the store had kept it, but its answer was lost. It could not be removed; see the warning above.`, `When no Terraform works on this state any more, run: terraform force-unlock ${lockId}`);
}
function lockThatIsNoLock(races) {
    return new LockstepError('lock-fault', `The store refused the lock ${String(races)} times in a row, and showed no lock each time.`, 'Look at what the store says of the lock with debug logging. An S3 store that takes delete markers for objects does this: there, use a DynamoDB table for the lock.');
}

;// CONCATENATED MODULE: ./src/commands/apply.ts











/** init, look at the lock and wait, apply a saved plan or, unreviewed, plan and apply under one lock. */
async function apply(deps, journey) {
    const { inputs } = deps;
    const { planFile } = inputs;
    if (planFile === undefined && inputs.applyPolicy === 'reviewed')
        throw noReviewedPlan();
    const prepared = await prepare(deps, journey);
    requireLocking(deps, journey, prepared);
    // Shown before it runs, so that what is sensitive in it is masked before a provider's error can quote it.
    const shown = planFile === undefined ? undefined : await showPlan(deps, prepared.terraform, journey, planFile);
    const end = await runUnderLock(deps, journey, prepared, {
        operation: 'apply',
        args: planFile === undefined ? applyUnreviewedArguments(inputs) : applyPlanArguments(inputs, planFile),
        lock: true,
        showPlannedChanges: shown === undefined,
    });
    if (end.kind === 'not-run')
        return end.outcome;
    const { run } = end;
    const isFailure = run.facts.errorSeen || run.exitCode !== 0;
    tellDiagnostics(deps, journey, run.facts.diagnostics, isFailure);
    if (isFailure)
        return await failureFromRun(deps, journey, run, 'apply', countsSoFar(run));
    const counts = withSummary(shown?.changes.counts ?? noChanges, run.facts.applied);
    const { add, change, destroy, import: imported } = counts;
    const hasChanges = shown?.changes.hasChanges ?? (run.facts.outputsChange || add + change + destroy + imported > 0);
    return { kind: 'applied', hasChanges, counts, outputsFile: await readOutputs(deps, journey, prepared) };
}
/** Terraform gives no summary when an apply fails; each completed resource was told. */
function countsSoFar(run) {
    return withSummary({ ...noChanges, ...run.facts.completed }, run.facts.applied);
}
/** `terraform output -json` into a file. The apply is done, so a failure here is a warning. */
async function readOutputs(deps, journey, { terraform, workspaceVariable }) {
    const { runDirectory } = deps;
    try {
        const file = await runDirectory.createFile('outputs.json');
        const run = await terraform.runToFile(['output', '-json'], file, workspaceVariable);
        if (run.exitCode !== 0)
            throw new Error(`"terraform output" ended with exit code ${String(run.exitCode)}`);
        const outputs = parseJson(await readText(file));
        hide(deps, journey, sensitiveValuesOfOutputs(outputs));
        return file;
    }
    catch (error) {
        warn(deps, journey, `The outputs could not be read after the apply: ${messageFromError(error)}`);
        return undefined;
    }
}
function noReviewedPlan() {
    return new LockstepError('no-reviewed-plan', 'There is no reviewed plan to apply.', 'Give a saved plan in the input "plan-file", or set apply-policy to unreviewed to plan and apply in one step.');
}

// EXTERNAL MODULE: ./src/report/counts.ts
var report_counts = __webpack_require__(5132);
;// CONCATENATED MODULE: ./src/commands/plan.ts








/** init, look at the lock and wait, plan, show. */
async function plan(deps, journey) {
    const { inputs, runDirectory, log } = deps;
    const prepared = await prepare(deps, journey);
    requireLocking(deps, journey, prepared);
    const planFile = await runDirectory.createFile('plan.tfplan');
    const end = await runUnderLock(deps, journey, prepared, {
        operation: 'plan',
        args: planArguments(inputs, planFile),
        lock: inputs.lock,
        showPlannedChanges: false,
    });
    if (end.kind === 'not-run')
        return end.outcome;
    const { run } = end;
    // An interrupted plan writes its file too, and says "0 to add".
    if (run.facts.errorSeen || (run.exitCode !== 0 && run.exitCode !== 2)) {
        await hideFailedPlan(deps, prepared.terraform, journey, planFile);
        tellDiagnostics(deps, journey, run.facts.diagnostics, true);
        return await failureFromRun(deps, journey, run, 'plan', undefined);
    }
    const shown = await showPlan(deps, prepared.terraform, journey, planFile);
    // After the plan is shown: what is sensitive in it is masked from then on.
    const isErrored = shown.plan.errored === true;
    tellDiagnostics(deps, journey, run.facts.diagnostics, isErrored);
    if (isErrored)
        return await failureFromRun(deps, journey, run, 'plan', undefined);
    const hasChanges = run.exitCode === 2 || shown.changes.hasChanges;
    const counts = withSummary(shown.changes.counts, run.facts.planned);
    log.say(hasChanges ? `Plan: ${(0,report_counts/* renderCounts */.P)(counts, false)}.` : 'No changes.');
    return { kind: 'planned', hasChanges, counts };
}

;// CONCATENATED MODULE: ./src/github/client.ts
/** The version after this one has no `merge_commit_sha` in a pull request any more. */
const apiVersion = '2022-11-28';
/** Waiting longer for GitHub's limits would keep the job busy with nothing but its comment. */
const maxThrottledSeconds = 10;
/** Loads GitHub's client, which takes some 50 ms and blocks. Proxies are taken from the environment. */
async function createGitHubClient({ token, apiUrl, debug }) {
    const [{ getOctokit }, { retry }, { throttling }] = await Promise.all([
        Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(758)]).then(__webpack_require__.bind(__webpack_require__, 1758)),
        Promise.all(/* import() */[__webpack_require__.e(251), __webpack_require__.e(735)]).then(__webpack_require__.bind(__webpack_require__, 9735)),
        Promise.all(/* import() */[__webpack_require__.e(251), __webpack_require__.e(856)]).then(__webpack_require__.bind(__webpack_require__, 6856)),
    ]);
    const isWorthWaiting = (seconds, _request, _client, retries) => seconds <= maxThrottledSeconds && retries === 0;
    const octokit = getOctokit(token, {
        baseUrl: apiUrl,
        userAgent: 'lockstep',
        retry: { retries: 2 },
        throttle: { id: apiUrl, onRateLimit: isWorthWaiting, onSecondaryRateLimit: isWorthWaiting },
        log: { debug, info: debug, warn: debug, error: debug },
    }, retry, throttling);
    octokit.hook.before('request', (options) => {
        options.headers['x-github-api-version'] = apiVersion;
    });
    return octokit;
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
/** `owner/name` as the API's routes take it. */
function splitRepository(repository) {
    const [owner = '', repo = ''] = repository.split('/');
    return { owner, repo };
}

;// CONCATENATED MODULE: ./src/github/runs.ts


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
            const { data, headers } = await within(async (signal) => await readAnswer(github, run, { headers: condition, request: { signal, retries: 0 } }));
            const state = stateFromAnswer(data);
            if (headers.etag !== undefined)
                known.set(key, { etag: headers.etag, state });
            return state;
        }
        catch (error) {
            const status = statusOfError(error);
            if (status === 304 && before !== undefined)
                return before.state;
            if (status === 403 || status === 404)
                return unknown;
            throw error;
        }
    };
}
async function readAnswer({ request }, { repository, runId, attempt, jobId }, options) {
    const parameters = { ...options, ...splitRepository(repository) };
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

// EXTERNAL MODULE: ./src/report/comment-marker.ts
var comment_marker = __webpack_require__(7202);
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

;// CONCATENATED MODULE: ./src/runner/secrets.ts
const SECRET_NAME = /TOKEN|SECRET|PASSWORD|PASSPHRASE|CREDENTIAL|PRIVATE_?KEY|API_?KEY|ACCESS_KEY|CUSTOMER_KEY|_PASS(?:WD)?$|^PGPASS|CONN(?:ECTION)?_?STR/i;
/** A short value is the name of a key. */
const SECRET_KEY_NAME = /(?:^|_)(?:APP|ENCRYPTION)_KEY$/i;
const minimumKeyLength = 20;
/** Addresses and paths, which say where a secret is. */
const PLACE_NAME = /_(?:FILE|PATH|DIR|URL|URI)$|^PGPASSFILE$/i;
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
    return SECRET_NAME.test(name) && !PLACE_NAME.test(name);
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
        .map((line) => line.replace(/(:\/\/)[^\s/?#]*@/, '$1').replace(/(:\/\/[^?#]*)[?#].*/, '$1'));
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
                message: messageFromError(error),
                refusal: isRefusal(error) ? statusOfError(error) : undefined,
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
            states.set(holder_watch_nameOf(run), await read(run));
        }
        catch (error) {
            debug(`The run that holds the lock could not be looked up: ${messageFromError(error)}`);
        }
    };
    const known = (holder) => {
        const state = holder.run === null ? undefined : states.get(holder_watch_nameOf(holder.run));
        if (holder.run === null || state === undefined)
            return holder;
        const { verdict, status, conclusion } = state;
        return { ...holder, verdict, run: { ...holder.run, status, conclusion } };
    };
    const isDue = (run) => {
        const last = looks.get(holder_watch_nameOf(run));
        return last === undefined || clock.monotonic() - last.at >= lookAgainAfterMs;
    };
    return {
        known,
        async look(holder, how) {
            const { run } = holder;
            if (run === null || readRun === undefined)
                return holder;
            if (how === 'now' || (isDue(run) && (how === 'paid' || calls.take())))
                looks.set(holder_watch_nameOf(run), { at: clock.monotonic(), done: ask(readRun, run) });
            await looks.get(holder_watch_nameOf(run))?.done;
            return known(holder);
        },
        callsOfLook: ({ run }) => (run !== null && readRun !== undefined && isDue(run) ? 1 : 0),
    };
}
function holder_watch_nameOf({ url, jobId }) {
    return `${url} ${String(jobId)}`;
}

;// CONCATENATED MODULE: ./src/github/comments.ts


const pageSize = 100;
const retriesOfLastVersion = 2;
function createCommentThread(options) {
    const { client, carriesMarker, pullRequest } = options;
    const repository = splitRepository(options.repository);
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
                viewer ??= await readViewer(github, signal);
                if (loginOf(comment.user?.login) === viewer)
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
        const { data } = await within(async (signal) => await request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
            ...issue,
            body,
            // A comment whose answer was lost stands there already.
            request: { signal, retries: 0 },
        }));
        viewer ??= loginOf(data.user?.login);
        return { ...foundComment(data), body };
    };
    const remove = async (comment) => {
        const { request } = await client();
        await within(async (signal) => await request('DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}', {
            ...one(comment),
            request: { signal, retries: 0 },
        }));
    };
    return {
        find: async () => await within(find),
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
                if (!mayHaveBeenStored(error))
                    throw error;
            }
            const oldest = await within(find);
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
function foundComment(comment) {
    return { id: Number(comment.id), url: comment.html_url, body: comment.body ?? '' };
}
async function unlessDeleted(request) {
    try {
        return await within(request);
    }
    catch (error) {
        if (statusOfError(error) === 404)
            return undefined;
        throw error;
    }
}
/** Octokit gives an error without an answer the status 500. */
function mayHaveBeenStored(error) {
    return (statusOfError(error) ?? 500) >= 500;
}
/** GET /user is refused to the token of a job and of an app; this is answered to every token. */
async function readViewer({ graphql }, signal) {
    const { viewer } = await graphql('query { viewer { login } }', {
        request: { signal },
    });
    return loginOf(viewer.login);
}
// GraphQL has been seen to leave the suffix out that REST has.
function loginOf(login = '') {
    return login.replace(/\[bot\]$/, '');
}

;// CONCATENATED MODULE: ./src/github/pull-request.ts


/**
 * The pull request whose merge brought `commit` to `branch`; undefined where none did, or several. On the default
 * branch GitHub names the merged one, elsewhere also open ones that hold the commit
 * (https://docs.github.com/rest/commits/commits#list-pull-requests-associated-with-a-commit).
 */
async function findMergedPullRequest({ request }, repository, commit, branch) {
    const { data } = await within(async (signal) => await request('GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls', {
        ...splitRepository(repository),
        commit_sha: commit,
        request: { signal },
    }));
    const merged = data.filter(({ merged_at, merge_commit_sha, base }) => merged_at !== null && merge_commit_sha === commit && base.ref === branch);
    return merged.length === 1 ? merged[0]?.number : undefined;
}

;// CONCATENATED MODULE: ./src/commands/pull-request.ts


/** The comments of the run's pull request: the one it is told, of its event, or whose merge was pushed. */
async function openThread(context) {
    const { inputs, event, client, repository, commit, branch, carriesMarker } = context;
    const number = inputs.pullRequest ??
        event.pullRequest?.number ??
        (event.name === 'push'
            ? await findMergedPullRequest(await client(), repository, commit, branch)
            : undefined);
    if (number === undefined) {
        context.debug('There is no pull request to comment on.');
        return undefined;
    }
    return createCommentThread({ client, repository, pullRequest: number, carriesMarker });
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
            return phase.kind === 'waiting' || (phase.kind === 'ended' && phase.result !== 'no-changes');
    }
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
        : createRunReader(client, context.ownRun.serverUrl);
    const holders = createHolderWatch({ readRun, clock, calls, debug });
    const comment = client === undefined ? silent : writerOf(context, journey, holders, client);
    return {
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
    return () => (client ??= createGitHubClient({ token, apiUrl, debug }));
}
function writerOf(context, journey, holders, client) {
    const { inputs, env, event, clock, log } = context;
    const debug = (message) => {
        log.debug(message);
    };
    const { command, comment: policy, commentKey } = inputs;
    if (policy === 'never' || (command !== 'plan' && command !== 'apply'))
        return silent;
    const run = ownRunOf(context);
    const folderName = folderNameOf(inputs);
    const backendConfig = placesOfBackendConfig(inputs.backendConfig);
    const key = () => ({
        stateAddress: journey.stateAddress,
        folder: JSON.stringify([folderName, inputs.workspace ?? env['TF_WORKSPACE'], backendConfig]),
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
            carriesMarker: (body) => (0,comment_marker/* parseComment */.vj)(body, key()) !== undefined,
            debug,
        }),
        render: async (phase, before) => {
            // Loaded only here: it would delay the start of Terraform.
            const { renderComment } = await Promise.all(/* import() */[__webpack_require__.e(728), __webpack_require__.e(108)]).then(__webpack_require__.bind(__webpack_require__, 8108));
            const holder = journey.holder === undefined ? undefined : holders.known(journey.holder);
            return renderComment({ ...storyOf(command, phase, journey), holder, run, plan: await journey.viewPlan?.() }, {
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
function ownRunOf({ env, event, ownRun }) {
    if (ownRun === undefined)
        return undefined;
    const { serverUrl, repository, runId, attempt, jobId, actor } = ownRun;
    const page = jobId === null ? `attempts/${String(attempt)}` : `job/${String(jobId)}`;
    return {
        serverUrl,
        repository,
        url: `${serverUrl}/${repository}/actions/runs/${String(runId)}/${page}`,
        commit: commitOf(event, env['GITHUB_SHA']),
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
        const over = new AbortController();
        await Promise.race([
            holders.look(holder, 'now'),
            clock.sleep(maxLookMs, AbortSignal.any([over.signal, cancelled])),
        ]);
        over.abort();
    }
    journey.holder = holders.known(holder);
}
/** Writes the comment's last version. Returns a warning where that was not possible and should have been. */
async function reportOnGitHub(deps, outcome) {
    const { announce, cancelled, event, log } = deps;
    const failure = await announce.ended(phaseOf(outcome), maxReportMs, cancelled);
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
const silent = {
    open: () => undefined,
    post: () => Promise.resolve(undefined),
    finish: () => Promise.resolve(undefined),
};

;// CONCATENATED MODULE: ./src/commands/status.ts




/** Reads the lock: who holds it, since when. Takes no lock and changes nothing. */
async function status_status(deps, journey) {
    const backend = await findBackend(deps, journey);
    const reading = await backend.lock.read(deps.cancelled);
    switch (reading.kind) {
        case 'free':
            deps.log.say(`The state is not locked${isLockFileOnly(deps.inputs) ? ', as far as its lock file tells. A DynamoDB lock is looked at with dynamodb_table in state-address' : ''}.`);
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
        return (await prepare(deps, journey)).backend;
    const backend = backendFromAddress(stateAddress, { ...deps, workspaceRoot: deps.inputs.workspaceRoot });
    journey.stateAddress = backend.address;
    journey.mechanism = backend.mechanism;
    deps.log.say(`State: ${(0,plain_text/* plainLine */.h0)(backend.address, 500)}`);
    return backend;
}
/** An address names its lock table itself; without one a state that DynamoDB alone locks looks free. */
function isLockFileOnly({ stateAddress }) {
    return stateAddress !== undefined && stateAddress.dynamodbTable === undefined;
}

;// CONCATENATED MODULE: ./src/commands/wait.ts






/** A store that fails this often in a row is not about to answer. */
const maxFailedReads = 5;
/** Reads the lock until it is free or lock-timeout has passed. Takes no lock. */
async function wait(deps, journey) {
    const { inputs, clock, random, log, cancelled, holders } = deps;
    const { lock } = await findBackend(deps, journey);
    const deadline = startDeadline(clock, inputs.onContention === 'wait' ? inputs.lockTimeoutMs : 0);
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
    return new LockstepError('lock-fault', `Whether the state is locked is not known: ${reason}.`, 'Waiting needs a lock that can be read: check the permissions and the options of the backend.');
}

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
        const words = splitShellWords(env[variable] ?? '');
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
;// CONCATENATED MODULE: ./src/runner/input-values.ts
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
 * Told in each comment, so it stays short.
 * @throws RangeError
 */
function parseCommentKey(text) {
    if (text.length > 100)
        throw new RangeError('expected at most 100 characters');
    return parseOneLine(text);
}
/** @throws RangeError */
function parsePullRequest(text) {
    if (!/^[1-9]\d{0,9}$/.test(text))
        throw new RangeError("expected a pull request's number, such as `42`");
    return Number(text);
}
/** An ID of GitHub's, or null for any other text: a server that does not know the ID gives an empty one. */
function parseIdIfAny(text) {
    return /^[1-9]\d{0,14}$/.test(text) ? Number(text) : null;
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
        .replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${character.codePointAt(0)?.toString(16) ?? ''}}`);
    return `"${shown}${characters.length > 100 ? '…' : ''}"`;
}
function joinChoices(choices) {
    const quoted = choices.map((choice) => `\`${choice}\``);
    return new Intl.ListFormat('en', { type: 'disjunction' }).format(quoted);
}

;// CONCATENATED MODULE: ./src/runner/input-files.ts



/** The runner's own folders, or undefined after a problem. */
function readFolders(env, problems) {
    const [workspaceRoot, tempDirectory] = ['GITHUB_WORKSPACE', 'RUNNER_TEMP'].map((variable) => {
        const path = env[variable] ?? '';
        if (path !== '' && readKind(path) === 'folder')
            return (0,external_node_fs_.realpathSync)(path);
        const finding = path === '' ? 'is not set' : `is ${quoteValue(path)}, which is not a folder`;
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
    const is = `\`working-directory\` is ${quoteValue(path)}`;
    const expected = 'expected a folder inside `GITHUB_WORKSPACE`';
    const kind = readKind(folder);
    if (kind !== 'folder') {
        problems.push(`${is}, which ${kind === undefined ? 'does not exist' : 'is not a folder'}: ${expected}`);
        return undefined;
    }
    const resolved = (0,external_node_fs_.realpathSync)(folder);
    if (!isInside(workspaceRoot, resolved)) {
        problems.push(`${is}, which lies outside: ${expected} (${quoteValue(workspaceRoot)})`);
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
    problems.push(`\`plan-file\` is ${quoteValue(path)}, which ${kind === undefined ? 'does not exist' : 'is not a file'}: ` +
        'expected a plan file, its path absolute or relative to `GITHUB_WORKSPACE`');
    return undefined;
}
/** The input `var-file`; Terraform, too, takes these paths relative to its working directory. */
function checkVarFiles(lines, workingDirectory, problems) {
    for (const { number, text } of lines) {
        const kind = readKind((0,external_node_path_.resolve)(workingDirectory, text));
        if (kind === 'file' || kind === 'other')
            continue;
        problems.push(`\`var-file\`, line ${String(number)}, is ${quoteValue(text)}, which ` +
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
        problem: '`state-address` is only for the commands `status` and `wait`; `plan` and `apply` read the backend',
    },
    {
        isBroken: (given) => given['state-address'] !== undefined && given.workspace !== undefined,
        problem: '`state-address` and `workspace` are both given: an address already names the state of one workspace',
    },
    {
        isBroken: (given) => given['create-workspace'] === true && (given.command === 'status' || given.command === 'wait'),
        problem: '`create-workspace` is "true": `status` and `wait` change nothing; only `plan` and `apply` accept that',
    },
    {
        isBroken: (given) => given.lock === false && given.command === 'apply',
        problem: '`lock` is "false", and an apply without the lock can destroy a state that somebody else is writing; ' +
            'only `plan` can go without',
    },
    {
        isBroken: (given) => given.lock === false && (given.command === 'status' || given.command === 'wait'),
        problem: '`lock` is "false": only `plan` accepts that; `status` and `wait` never take the lock',
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
function appliesPlanFile(given) {
    return given.command === 'apply' && given['plan-file'] !== undefined;
}

;// CONCATENATED MODULE: ./src/runner/input-table.ts



/** Every input: its default as it stands in action.yml, and what it accepts by itself. */
const inputTable = {
    command: { default: 'plan', parse: oneOf('plan', 'apply', 'status', 'wait') },
    'working-directory': { default: '.', parse: parseOneLine },
    'state-address': { default: '', parse: optional(parseStateAddress) },
    workspace: { default: '', parse: optional(parseWorkspaceName) },
    'create-workspace': { default: 'false', parse: parseBoolean },
    executable: { default: '', parse: optional(parseOneLine) },
    init: { default: 'true', parse: parseBoolean },
    'backend-config': { default: '', parse: parseLines },
    'var-file': { default: '', parse: parseLines },
    'init-args': { default: '', parse: parseLines },
    'plan-args': { default: '', parse: parseLines },
    'apply-args': { default: '', parse: parseLines },
    destroy: { default: 'false', parse: parseBoolean },
    'refresh-only': { default: 'false', parse: parseBoolean },
    lock: { default: 'auto', parse: parseAutoOrBoolean },
    'lock-timeout': { default: '10m', parse: duration/* parseDuration */.E },
    'on-contention': { default: 'auto', parse: oneOf('auto', 'wait', 'fail', 'neutral') },
    'annotate-lock': { default: 'true', parse: parseBoolean },
    'recover-lock': { default: 'own-run', parse: oneOf('own-run', 'off') },
    'allow-unlocked-backend': { default: 'false', parse: parseBoolean },
    'plan-file': { default: '', parse: optional(parseOneLine) },
    'apply-policy': { default: 'reviewed', parse: oneOf('reviewed', 'unreviewed') },
    'github-token': { default: '${{ github.token }}', parse: optional(parseOneLine), isSecret: true },
    comment: { default: 'auto', parse: oneOf('auto', 'always', 'contention', 'never') },
    'comment-key': { default: '', parse: parseCommentKey },
    'pull-request': { default: '', parse: optional(parsePullRequest) },
    'job-id': { default: '${{ job.check_run_id }}', parse: parseIdIfAny },
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
            const shown = 'isSecret' in row ? 'not valid' : quoteValue(text);
            problems.push(`\`${name}\` is ${shown}: ${error.message}`);
        }
    }
    return { values, problems };
}
/** The runner puts in what an expression gives before we see it: if that is empty, so is the default. */
function defaultText(text) {
    return text.startsWith('${{') ? '' : text;
}

;// CONCATENATED MODULE: ./src/runner/inputs.ts






/**
 * Reads the inputs from the environment of the action, and looks at the files that they name.
 * @throws InvalidInputsError with every problem there is
 */
function parseInputs(env) {
    const given = parseInputValues(env);
    const cliArgs = checkCliArgsEnvironment(env);
    const problems = [
        ...given.problems,
        ...checkInputRules(given.values),
        ...checkArgumentInputs(given.values),
        ...cliArgs.problems,
    ];
    const places = readPlaces(env, given.values, problems);
    if (problems.length > 0 || places === undefined)
        throw new InvalidInputsError(problems);
    const values = given.values;
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
        applyPolicy: values['apply-policy'],
        githubToken: values['github-token'],
        comment: values.comment,
        commentKey: values['comment-key'],
        pullRequest: values['pull-request'],
        jobId: values['job-id'],
        notices: cliArgs.notices,
    };
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
;// CONCATENATED MODULE: ./src/runner/own-run.ts

/**
 * The workflow run that this process is part of, undefined outside of GitHub. The actor is the one who started this
 * attempt: of a run that was started again, GITHUB_ACTOR still names whoever started it first
 * (https://docs.github.com/actions/reference/workflows-and-actions/variables).
 */
function ownRunFromEnvironment(env, pullRequest, jobId) {
    const variable = (name) => env[`GITHUB_${name}`] ?? '';
    const server = variable('SERVER_URL').replace(/\/$/, '');
    return (0,annotation/* runReferenceFromTexts */.V)({
        run: `${server}/${variable('REPOSITORY')}/actions/runs/${variable('RUN_ID')}/attempts/${variable('RUN_ATTEMPT')}`,
        job: jobId === null ? undefined : String(jobId),
        pr: pullRequest === undefined ? undefined : String(pullRequest),
        actor: variable('TRIGGERING_ACTOR') === '' ? variable('ACTOR') : variable('TRIGGERING_ACTOR'),
    });
}

;// CONCATENATED MODULE: ./src/runner/run-directory.ts


async function createRunDirectory(tempDirectory, token) {
    const path = (0,external_node_path_.join)(tempDirectory, `lockstep-${token}`);
    await (0,promises_.mkdir)(path, { recursive: true, mode: 0o700 });
    return {
        path,
        async createFile(name) {
            const file = (0,external_node_path_.join)(path, name);
            await (0,promises_.rm)(file, { force: true });
            await (await (0,promises_.open)(file, 'wx', 0o600)).close();
            return file;
        },
        async removeFile(name) {
            await (0,promises_.rm)((0,external_node_path_.join)(path, name), { force: true });
        },
    };
}
/** Writes a file of mode 0600, whatever was there before. */
async function writePrivateFile(file, content) {
    await rm(file, { force: true });
    await writeFile(file, content, { mode: 0o600, flag: 'wx' });
}

// EXTERNAL MODULE: ./src/runner/saved-state.ts
var saved_state = __webpack_require__(3313);
// EXTERNAL MODULE: ./src/runner/system.ts
var system = __webpack_require__(4233);
;// CONCATENATED MODULE: ./src/runner/workflow-event.ts

/** Reads the file at GITHUB_EVENT_PATH. An event that cannot be read has no pull request. */
async function readWorkflowEvent(env) {
    const name = env['GITHUB_EVENT_NAME'] ?? '';
    try {
        const payload = JSON.parse(await (0,promises_.readFile)(env['GITHUB_EVENT_PATH'] ?? '', 'utf8'));
        return { name, pullRequest: pullRequestFromPayload(name, fieldsOf(payload), env['GITHUB_ACTOR'] ?? '') };
    }
    catch {
        return { name, pullRequest: undefined };
    }
}
/** The payload of an event: https://docs.github.com/webhooks/webhook-events-and-payloads */
function pullRequestFromPayload(event, payload, actor) {
    const issue = fieldsOf(payload['issue']);
    if (event === 'issue_comment') {
        return 'pull_request' in issue ? numbered(issue, undefined, false) : undefined;
    }
    const pullRequest = fieldsOf(payload['pull_request']);
    const [head, base] = [fieldsOf(pullRequest['head']), fieldsOf(pullRequest['base'])];
    const commit = typeof head['sha'] === 'string' ? head['sha'] : undefined;
    // A deleted fork has no repository any more.
    const isFork = fieldsOf(head['repo'])['id'] !== fieldsOf(base['repo'])['id'];
    const hasReadOnlyToken = event !== 'pull_request_target' && (isFork || actor === 'dependabot[bot]');
    return numbered(pullRequest, commit, hasReadOnlyToken);
}
function numbered({ number }, headCommit, hasReadOnlyToken) {
    return typeof number === 'number' && Number.isSafeInteger(number) && number > 0
        ? { number, headCommit, hasReadOnlyToken }
        : undefined;
}
function fieldsOf(value) {
    return typeof value === 'object' && value !== null ? value : {};
}

;// CONCATENATED MODULE: ./src/terraform/executable.ts




/** `wanted`: the input `executable`, a name or a path (relative to the workspace). */
async function findExecutable(wanted, env, workspaceRoot) {
    const found = await locate(wanted, env, workspaceRoot);
    if (found === undefined) {
        throw new LockstepError('terraform-error', wanted === undefined
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

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(1421);
;// CONCATENATED MODULE: ./src/lock/core-log.ts
const noCoreLogFacts = { attempted: [], locked: [], unlockTried: [], unlocked: [] };
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

;// CONCATENATED MODULE: ./src/terraform/emergency-state.ts

function isEmergencyState(line) {
    return line.kind === 'event' && line.type === 'log' && 'state' in line.body;
}
/**
 * Keeps the state that Terraform printed since it could write it nowhere (an "Emergency state dump",
 * internal/command/views/operation.go): this line is the only copy there is.
 */
async function writeEmergencyState(text, file) {
    const exact = JSON;
    const event = exact.parse(text, (_, value, { source }) => typeof value === 'number' && source !== undefined ? exact.rawJSON(source) : value);
    await (0,promises_.writeFile)(file, JSON.stringify(event.state, undefined, 2), { mode: 0o600 });
}

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
                try {
                    process.kill(command.signalGroup ? -pid : pid, 'SIGINT');
                }
                catch {
                    // It ended between the look and the signal.
                }
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

;// CONCATENATED MODULE: ./src/terraform/environment.ts


// Our inputs (which may hold secrets; a variable of the user's own has no hyphen) and saved state, the tokens of the
// artifact and cache services, which the runner gives to no `run:` step, and the files through which a step commands
// the runner.
const OURS_ONLY = /^(?:INPUT_.*-.*|STATE_token|STATE_run-directory|ACTIONS_(?:RUNTIME|RESULTS|CACHE)_.*|GITHUB_(?:OUTPUT|STATE|ENV|PATH|STEP_SUMMARY))$/;
const OUR_INPUTS = new Set(Object.keys(inputDefaults).map((name) => `INPUT_${name.toUpperCase()}`));
/** The environment of every Terraform that a run starts. `workspace` undefined: what the folder says. */
function terraformEnvironment(env, token, workspace) {
    const result = {};
    for (const [name, value] of Object.entries(env)) {
        if (value !== undefined && !OURS_ONLY.test(name) && !OUR_INPUTS.has(name))
            result[name] = value;
    }
    result['TF_IN_AUTOMATION'] ||= 'lockstep';
    result[system/* tokenVariable */.Sj] = token;
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

// EXTERNAL MODULE: external "node:string_decoder"
var external_node_string_decoder_ = __webpack_require__(6193);
;// CONCATENATED MODULE: ./src/terraform/follow-file.ts


const chunkBytes = 64 * 1024;
/** A `-json` stream of 10,000 resources comes at 1,000 lines a second; a quiet one costs a read each time. */
const pollIntervalMs = 20;
/**
 * Calls `onLine` for each line that is written to `file`, until `ended` has settled and the file is read to its end.
 * Terraform writes into a file, not a pipe: a pipe whose reader was killed would kill Terraform with SIGPIPE.
 */
async function followFile(file, ended, clock, onLine) {
    const handle = await (0,promises_.open)(file, 'r');
    try {
        const decoder = new external_node_string_decoder_.StringDecoder('utf8');
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
    await followFile(logFile, over, clock, (line) => {
        const lockId = isLocked ? undefined : parseCoreLog(line, lockPath).locked[0];
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
    const runShort = async (args, workspace, stdoutFd) => {
        const child = (0,external_node_child_process_.spawn)(executable.path, args, {
            cwd: workingDirectory,
            env: shortEnvironment(args[0], environment(workspace)),
            shell: false,
            stdio: ['ignore', stdoutFd ?? 'pipe', 'pipe'],
            signal: cancelled,
            // A migration by init holds a lock and ends in order; the others hold none and never look at an interrupt.
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
        async runLocked({ args, workspace, lockPath, onLine, onStart, onLocked }) {
            runs += 1;
            const outputFile = await runDirectory.createFile(`terraform-${String(runs)}.out`);
            const logName = `terraform-${String(runs)}.log`;
            const logFile = lockPath === undefined || userKeepsLog(env) ? undefined : await runDirectory.createFile(logName);
            // A file system may keep whole seconds only.
            const startedAt = Math.floor(clock.now() / 1000) * 1000;
            try {
                const started = await startDetached({
                    file: executable.path,
                    args,
                    cwd: workingDirectory,
                    env: { ...environment(workspace), ...(logFile === undefined ? {} : coreLogEnvironment(logFile)) },
                    outputFile,
                    signalGroup: executable.isScript,
                }, clock).catch((error) => {
                    throw cannotStart(executable.path, error);
                });
                onStart(started);
                const watching = logFile === undefined || lockPath === undefined || onLocked === undefined
                    ? undefined
                    : watchForLock(logFile, lockPath, started.ended, clock, onLocked);
                // A log that can't be followed is read at the end.
                const watched = watching?.catch(() => undefined);
                const collected = (0,run_facts/* createRunFacts */.PV)();
                let saving;
                await followFile(outputFile, started.ended, clock, (text) => {
                    const line = (0,run_facts/* parseStreamLine */.KD)(text);
                    if (isEmergencyState(line)) {
                        saving = writeEmergencyState(text, emergencyStateFile);
                        // Told below, when Terraform has ended; until then Node would end this process for it.
                        saving.catch(() => undefined);
                    }
                    collected.add(line);
                    onLine(line);
                });
                await saving;
                await watched;
                const end = await started.ended;
                const coreLog = logFile === undefined || lockPath === undefined
                    ? noCoreLogFacts
                    : parseCoreLog(await (0,promises_.readFile)(logFile, 'utf8'), lockPath);
                const emergencyState = saving === undefined ? undefined : emergencyStateFile;
                return { ...end, startedAt, facts: collected.facts(), coreLog, emergencyState };
            }
            finally {
                await runDirectory.removeFile(logName);
                await runDirectory.removeFile(`terraform-${String(runs)}.out`);
            }
        },
    };
}
// `-input=false` and the like are right for init, plan and apply, and unknown to the others.
function shortEnvironment(command, env) {
    if (command !== 'init')
        delete env['TF_CLI_ARGS'];
    return env;
}
function cancelledError() {
    return new LockstepError('cancelled', 'The job was cancelled before Terraform was started.');
}
function cannotStart(path, error) {
    return new LockstepError('terraform-error', `"${path}" could not be started: ${messageFromError(error)}.`, 'Check that it is built for this runner and may be executed, or give another in the input "executable".', { cause: error });
}

;// CONCATENATED MODULE: ./src/main.ts





















const COMMANDS = { plan: plan, apply: apply, status: status_status, wait: wait };
/** Runs the step. Whatever happens ends in outputs, a summary, a comment and an exit code. */
async function main(env) {
    const log = (0,runner_log/* createLog */.h)((text) => process.stdout.write(text));
    const journey = startJourney();
    let deps;
    const run = async () => {
        deps = await openDependencies(env, log, journey);
        return await COMMANDS[deps.inputs.command](deps, journey);
    };
    const outcome = await run().catch(outcomeFromError);
    await report(log, outcome, journey, env['INPUT_COMMAND'] ?? '', deps);
    log.close();
    if (isFailure(outcome))
        process.exitCode = 1;
}
async function openDependencies(env, log, journey) {
    const cancelled = cancelSignal(log);
    const inputs = parseInputs(env);
    for (const notice of inputs.notices)
        log.annotate('notice', notice);
    for (const secret of secretsOfEnvironment(env))
        journey.sensitive.add(secret);
    const token = (0,external_node_crypto_.randomUUID)();
    const runDirectory = await createRunDirectory(inputs.tempDirectory, token);
    const recorded = (0,saved_state/* saveState */.L)(env, { token, runDirectory: runDirectory.path });
    recorded.catch(() => undefined);
    const { workingDirectory, workspaceRoot } = inputs;
    const openTerraform = async () => {
        const executable = await findExecutable(inputs.executable, env, workspaceRoot);
        return createTerraform({
            executable,
            workingDirectory,
            env,
            token,
            runDirectory,
            emergencyStateFile: (0,external_node_path_.join)(inputs.tempDirectory, `lockstep-errored-${token}.tfstate`),
            cancelled,
            clock: system/* systemClock */.ml,
        });
    };
    const event = await readWorkflowEvent(env);
    const pullRequest = inputs.pullRequest ?? event.pullRequest?.number;
    const ownRun = ownRunFromEnvironment(env, pullRequest, inputs.jobId);
    return {
        inputs,
        env,
        event,
        clock: system/* systemClock */.ml,
        random: system/* systemRandom */.vg,
        log,
        cancelled,
        countProcesses: () => (0,system/* countProcessesWithToken */.C9)(token),
        openTerraform,
        ownRun,
        recorded,
        runDirectory,
        ...createOnGitHub({ inputs, env, event, ownRun, clock: system/* systemClock */.ml, log }, journey),
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
    if (error instanceof LockstepError) {
        const { reason, message, advice } = error;
        if (reason === 'cancelled')
            return { kind: 'cancelled', message, counts: undefined };
        return { kind: 'failed', reason, message, advice, counts: undefined };
    }
    const advice = 'This was not expected. Please report it with the log of a run with debug logging.';
    return { kind: 'failed', reason: undefined, message: messageFromError(error), advice, counts: undefined };
}
async function report(log, outcome, journey, command, deps) {
    journey.counts = countsOf(outcome);
    if (deps !== undefined)
        await lookAtHolder(deps, outcome, journey);
    const message = messageOf(outcome);
    if (message !== '')
        log.annotate(isFailure(outcome) ? 'error' : 'notice', message);
    try {
        await setOutputs(outputsOf(outcome, journey));
        await appendSummary(await summaryOf(command, outcome, journey, {
            ...tellOptionsOf(deps, journey, system/* systemClock */.ml),
            run: deps === undefined ? undefined : ownRunOf(deps),
        }));
        // Last, since GitHub may not answer, and a job that is being cancelled has no time to lose.
        const warning = deps === undefined ? undefined : await reportOnGitHub(deps, outcome);
        if (journey.commentUrl !== undefined)
            await setOutputs({ 'comment-url': journey.commentUrl });
        if (warning === undefined)
            return;
        log.annotate('warning', warning);
        await appendSummary(await noteOf(warning));
    }
    catch (error) {
        log.annotate('warning', `The outputs or the summary of this step could not be written: ${messageFromError(error)}`);
    }
}


/***/ }),

/***/ 5236:
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
        const number = (field) => isRecord(at) && typeof at[field] === 'number' ? Math.max(1, at[field]) : 1;
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
        startLine: typeof value['start_line'] === 'number' ? value['start_line'] : 1,
    };
}
function isRecord(value) {
    return typeof value === 'object' && value !== null;
}


/***/ }),

/***/ 5328:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   KD: () => (/* binding */ parseStreamLine),
/* harmony export */   Nx: () => (/* binding */ isExecutionHalted),
/* harmony export */   PV: () => (/* binding */ createRunFacts)
/* harmony export */ });
/* harmony import */ var _lock_engine_version_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(588);
/* harmony import */ var _diagnostic_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5236);


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
    const completed = { add: 0, change: 0, destroy: 0 };
    const addDiagnostic = (body) => {
        const diagnostic = (0,_diagnostic_js__WEBPACK_IMPORTED_MODULE_0__/* .diagnosticFromJson */ .c)(body['diagnostic']);
        if (diagnostic === undefined)
            return;
        if (diagnostic.severity === 'error')
            errorSeen = true;
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
            if (!EVENTS_WITHOUT_LOCK.has(line.type))
                workSeen = true;
            if (RESOURCE_EVENT.test(line.type))
                resourceEventSeen = true;
            if (line.type === 'version')
                version ??= (0,_lock_engine_version_js__WEBPACK_IMPORTED_MODULE_1__/* .engineVersionFromEvent */ .H)(line.body);
            else if (line.type === 'diagnostic')
                addDiagnostic(line.body);
            else if (line.type === 'log')
                interruptSeen ||= line.message.includes('Interrupt received');
            else if (line.type === 'change_summary') {
                const summary = summaryFromJson(line.body['changes']);
                if (summary?.operation === 'plan')
                    planned = summary;
                else if (summary !== undefined)
                    applied = summary;
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
        }),
    };
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
    const number = (name) => (typeof changes[name] === 'number' ? changes[name] : 0);
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

/***/ 7202:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   mZ: () => (/* binding */ joinComment),
/* harmony export */   vj: () => (/* binding */ parseComment)
/* harmony export */ });
/* unused harmony export renderMarker */
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(7598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);

const sectionBreak = '\n\n';
const none = 'none';
const applied = 'applied';
/**
 * The first line of a comment. It names state and key without showing them, and where the plan section stands, so that
 * nothing that is written in the comment can move its ends. `keptState`: of the version before.
 */
function renderMarker(key, { head, planSection, isApplied = false }, keptState) {
    const place = planSection === undefined
        ? none
        : isApplied
            ? applied
            : `${String(head.length + sectionBreak.length)}+${String(planSection.length)}:${sha256(planSection)}`;
    const state = hashOfState(key) ?? keptState ?? none;
    return `<!-- lockstep state=${state} folder=${hashOfFolder(key)} plan=${place} -->`;
}
/** The whole text of a comment: marker, head, plan section, foot. */
function joinComment(key, parts, keptState) {
    const { head, planSection, foot } = parts;
    const sections = [head, ...(planSection === undefined ? [] : [planSection]), foot];
    return `${renderMarker(key, parts, keptState)}\n${sections.join(sectionBreak)}`;
}
const MARKER = /^<!-- lockstep state=([0-9a-f]{32}|none) folder=([0-9a-f]{32}) plan=(?:none|applied|(\d{1,6})\+(\d{1,6}):([0-9a-f]{64})) -->$/;
/**
 * Reads a comment as GitHub gives it back. undefined where it is not the one of this state and key; whose it is, its
 * author tells. A plan section that was changed since is undefined too, and so is one that was applied.
 */
function parseComment(body, key) {
    // A form on GitHub's pages sends CRLF: a person who has edited the comment there leaves that behind.
    const [, first = '', rest = ''] = /^(.*)\n([^]*)$/.exec(body.replaceAll('\r\n', '\n')) ?? [];
    const [, state, folder, start = '', length = '', hash] = MARKER.exec(first) ?? [];
    if (state === undefined)
        return undefined;
    const wanted = hashOfState(key);
    const isOfFolder = folder === hashOfFolder(key) && (wanted === undefined || state === none);
    if (state !== wanted && !isOfFolder)
        return undefined;
    const planSection = rest.slice(Number(start), Number(start) + Number(length));
    return {
        planSection: hash === sha256(planSection) ? planSection : undefined,
        state: state === none ? undefined : state,
    };
}
function hashOfState({ stateAddress, commentKey }) {
    return stateAddress === undefined
        ? undefined
        : sha256(JSON.stringify([stateAddress, commentKey])).slice(0, 32);
}
function hashOfFolder({ folder, commentKey }) {
    return sha256(JSON.stringify([folder, commentKey])).slice(0, 32);
}
function sha256(text) {
    return (0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.createHash)('sha256').update(text).digest('hex');
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
// the selectors above U+E0100 are as invisible. U+FE0F stays: it makes an emoji of a sign.
const INVISIBLE = /\u034f|\u17b4|\u17b5|[\u00ad\u061c\u115f\u1160\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]|[\u{e0000}-\u{e01ef}]/gu;
const CONTROL_EXCEPT_NEWLINE_AND_TAB = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Text without ANSI sequences, control, bidirectional and invisible characters; lines and tabs stay. */
function plainText(text) {
    return (text
        .replace(/\r\n/g, '\n')
        .replace(ANSI_SEQUENCE, '')
        .replace(CONTROL_EXCEPT_NEWLINE_AND_TAB, '')
        .replace(INVISIBLE, '')
        // GitHub's API takes no half of a surrogate pair.
        .toWellFormed());
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

/***/ 7079:
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

/***/ 7100:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ parseDuration),
/* harmony export */   P: () => (/* binding */ renderDuration)
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
