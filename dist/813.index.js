export const id = 813;
export const ids = [813];
export const modules = {

/***/ 35624:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   g: () => (/* binding */ describeBypass),
/* harmony export */   h: () => (/* binding */ describeWaiting)
/* harmony export */ });
/** How many wait for this job to end: `1 more waits`; undefined for nobody. */
function describeWaiting({ members }) {
    const waiting = members.filter(({ isWaiting }) => isWaiting).length;
    if (waiting === 0)
        return undefined;
    return waiting === 1 ? '1 more waits' : `${String(waiting)} more wait`;
}
/**
 * How a lock came past the group that keeps its state to one run at a time, in a sentence. undefined for a plan, which
 * needs no group, for a run that has finished, and for one that holds the group as well.
 */
function describeBypass({ run, operation, verdict }, queue) {
    if (operation !== 'OperationTypeApply' || verdict === 'finished')
        return undefined;
    if (run === null) {
        return 'The concurrency group of this job does not cover its holder: a person, another tool, or a job without that group.';
    }
    if (run.repository.toLowerCase() !== queue.repository.toLowerCase()) {
        return 'The concurrency group of this job does not cover its holder, which is in another repository: there the lock alone keeps them apart.';
    }
    const isInside = queue.members.some(({ runId, jobId, isWaiting }) => !isWaiting && runId === run.runId && (jobId === null || jobId === run.jobId));
    return isInside
        ? undefined
        : 'The concurrency group of this job does not cover its holder, a job of this repository: give both the same group.';
}


/***/ }),

/***/ 9643:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ parsePlanArchive),
/* harmony export */   x: () => (/* binding */ lockFileName)
/* harmony export */ });
/* harmony import */ var fflate__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51306);

const lockFileName = '.terraform.lock.hcl';
/** `tfstate-prev`, the state before the refresh, has neither serial nor lineage. */
const STATE = 'tfstate';
const CONFIG = 'tfconfig/';
/** Of all entries that are read. A state with 10,000 resources has 11 MB. */
const maxUnpackedBytes = 256 * 1024 * 1024;
/**
 * undefined for what is no plan file: a plan that OpenTofu has encrypted, or what is damaged, ambiguous, or unpacks to
 * more than 256 MiB. It is not proven whole: that is for the SHA-256 of the file.
 */
function parsePlanArchive(file) {
    const entries = unpack(file);
    if (entries === undefined)
        return undefined;
    const text = (name) => {
        const bytes = entries[name];
        return bytes === undefined ? undefined : Buffer.from(bytes).toString();
    };
    return {
        state: parseState(text(STATE)),
        lockFile: text(lockFileName),
        config: new Map(Object.entries(entries).flatMap(([name, bytes]) => name.startsWith(CONFIG) ? [[name.slice(CONFIG.length), bytes]] : [])),
    };
}
function unpack(file) {
    const names = new Set();
    let unpackedBytes = 0;
    try {
        const entries = (0,fflate__WEBPACK_IMPORTED_MODULE_0__/* .unzipSync */ .AO)(file, {
            filter: ({ name, originalSize }) => {
                // Which of two entries of one name Terraform would read is not for us to guess.
                if (names.has(name))
                    throw new Error(`"${name}" is there twice`);
                names.add(name);
                if (name !== STATE && name !== lockFileName && !name.startsWith(CONFIG))
                    return false;
                unpackedBytes += originalSize;
                if (unpackedBytes > maxUnpackedBytes)
                    throw new Error('too large');
                return true;
            },
        });
        return names.has('tfplan') ? entries : undefined;
    }
    catch {
        return undefined;
    }
}
// Not `parseStateFile`: what it does for the content of a state of 10 MB takes a second.
function parseState(text) {
    try {
        const state = JSON.parse(text ?? '');
        if (typeof state?.serial !== 'number' || typeof state.lineage !== 'string')
            return undefined;
        return { serial: state.serial, lineage: state.lineage };
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 3323:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  O: () => (/* binding */ comparePlans),
  F: () => (/* binding */ isSame)
});

// EXTERNAL MODULE: external "node:util"
var external_node_util_ = __webpack_require__(57975);
;// CONCATENATED MODULE: ./src/plan/differing-paths.ts

const maxAttributes = 5;
/** Each has the structure of the resource. */
const VALUES = ['after', 'before', 'after_unknown', 'after_sensitive', 'before_sensitive'];
function differingPaths(reviewed, now) {
    if (reviewed === undefined || now === undefined)
        return { attributes: [], moreAttributes: 0, fields: [] };
    const marks = [reviewed, now].flatMap(({ change }) => [change.before_sensitive, change.after_sensitive]);
    const paths = new Set();
    for (const key of VALUES)
        collectPaths(reviewed.change[key], now.change[key], marks, '', paths);
    const attributes = [...paths];
    return {
        attributes: attributes.slice(0, maxAttributes),
        moreAttributes: Math.max(0, attributes.length - maxAttributes),
        fields: [
            ...differingKeys(reviewed, now, ['change']),
            ...differingKeys(reviewed.change, now.change, VALUES),
        ],
    };
}
/** `marks`: `true` where a value is sensitive. What it is made of is not told then, since a key may be a secret. */
function collectPaths(reviewed, now, marks, path, found) {
    const isList = Array.isArray(reviewed);
    if (!isContainer(reviewed) || !isContainer(now) || isList !== Array.isArray(now) || marks.includes(true)) {
        if (path !== '' && !(0,external_node_util_.isDeepStrictEqual)(reviewed, now))
            found.add(path);
        return;
    }
    for (const key of keysOf(reviewed, now)) {
        const marksOfKey = marks.map((mark) => (isContainer(mark) ? entryOf(mark, key) : undefined));
        const pathOfKey = isList ? `${path}[${key}]` : pathTo(path, key);
        collectPaths(entryOf(reviewed, key), entryOf(now, key), marksOfKey, pathOfKey, found);
    }
}
function differingKeys(reviewed, now, toldElsewhere) {
    return keysOf(reviewed, now).filter((key) => !toldElsewhere.includes(key) && !(0,external_node_util_.isDeepStrictEqual)(entryOf(reviewed, key), entryOf(now, key)));
}
function isContainer(value) {
    return typeof value === 'object' && value !== null;
}
function keysOf(a, b) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])];
}
function entryOf(value, key) {
    return Object.hasOwn(value, key) ? value[key] : undefined;
}
function pathTo(parent, key) {
    if (!/^[A-Za-z_][\w-]*$/.test(key))
        return `${parent}[${JSON.stringify(key)}]`;
    return parent === '' ? key : `${parent}.${key}`;
}

// EXTERNAL MODULE: ./src/plan/plan-parts.ts + 1 modules
var plan_parts = __webpack_require__(31217);
;// CONCATENATED MODULE: ./src/plan/plan-comparison.ts


function comparePlans(reviewed, now) {
    const differences = differencesOf((0,plan_parts/* partsOfPlan */.Tw)(reviewed), (0,plan_parts/* partsOfPlan */.Tw)(now));
    const named = Map.groupBy(differences.filter(isNamed), ({ kind }) => kind);
    return {
        resources: differences
            .filter(({ kind }) => kind === 'resource' || kind === 'drift')
            .map(resourceDifference),
        versions: [...differences.filter(isEngine), ...differences.filter(({ kind }) => kind === 'provider')].map(versionDifference),
        names: new Map([...named].map(([kind, parts]) => [kind, parts.map(nameOf)])),
    };
}
/** The two plans do the same. */
function isSame({ resources, versions, names }) {
    return resources.length === 0 && versions.length === 0 && names.size === 0;
}
/** In the order of the parts' kinds and names. */
function differencesOf(reviewed, now) {
    const [before, after] = [byName(reviewed), byName(now)];
    const keys = [...new Set([...before.keys(), ...after.keys()])].sort();
    return keys.flatMap((key) => {
        const [old = [], young = []] = [before.get(key), after.get(key)];
        const [first] = [...old, ...young];
        if (first === undefined || textOf(old) === textOf(young))
            return [];
        return [{ kind: first.kind, name: first.name, reviewed: old[0], now: young[0] }];
    });
}
function byName(parts) {
    return Map.groupBy(parts, ({ kind, name }) => `${kind} ${name}`);
}
/** Of parts of one kind and name, which come sorted. A line is one part, as it is for the digest. */
function textOf(parts) {
    return parts.map(({ text }) => text).join('\n');
}
function isEngine({ kind, name }) {
    return kind === 'field' && name === plan_parts/* engineField */.Xn;
}
function isNamed(difference) {
    return !['resource', 'drift', 'provider'].includes(difference.kind) && !isEngine(difference);
}
/** Terraform's name for a file of the configuration is `m-net.sub/main.tf`. */
function nameOf({ kind, name }) {
    const [, module, file] = (kind === 'file' && /^m-([^/]*)\/(.*)$/s.exec(name)) || [];
    if (module === undefined || file === undefined)
        return name;
    return module === '' ? file : `module.${module.replaceAll('.', '.module.')}: ${file}`;
}
function versionDifference(difference) {
    const version = (part) => part === undefined ? undefined : String(part.value);
    const { name, reviewed, now } = difference;
    return {
        provider: isEngine(difference) ? undefined : name,
        reviewed: version(reviewed),
        now: version(now),
    };
}
function resourceDifference({ kind, name, reviewed, now }) {
    const [before, after] = [reviewed, now].map((part) => part?.value);
    const actions = { reviewed: before && actionOf(before), now: after && actionOf(after) };
    const { fields, ...paths } = differingPaths(before, after);
    return {
        ...{ address: name, isDrift: kind === 'drift', ...actions, ...paths },
        // That two actions of different names differ is told by their names.
        fields: actions.reviewed === actions.now ? fields : fields.filter((field) => field !== 'actions'),
    };
}
function actionOf({ change }) {
    const { actions } = change;
    if (actions.includes('forget'))
        return 'forget';
    if (actions.includes('delete'))
        return actions.includes('create') ? 'replace' : 'destroy';
    if (actions.includes('create'))
        return 'create';
    if (actions.includes('read'))
        return 'read';
    if (!actions.includes('no-op'))
        return 'change';
    return (0,plan_parts/* isImported */.PX)(change) ? 'import' : 'move';
}


/***/ }),

/***/ 31217:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Xn: () => (/* binding */ engineField),
  PX: () => (/* binding */ isImported),
  Tw: () => (/* binding */ partsOfPlan)
});

;// CONCATENATED MODULE: ./src/plan/canonical-json.ts
/** JSON on one line, equal for equal values: the keys of each object are sorted; an array stays as it is. */
function canonicalJson(value) {
    if (typeof value === 'number')
        return numberText(value);
    if (typeof value !== 'object' || value === null)
        return JSON.stringify(value);
    if (Array.isArray(value))
        return `[${value.map(canonicalJson).join(',')}]`;
    let entries = '';
    for (const key of sortedKeys(value)) {
        const entry = value[key];
        if (entry === undefined)
            continue;
        entries += `${entries === '' ? '' : ','}${JSON.stringify(key)}:${canonicalJson(entry)}`;
    }
    return `{${entries}}`;
}
/** Go writes the keys of a map sorted, and to look is faster than to sort. */
function sortedKeys(value) {
    const keys = Object.keys(value);
    return keys.some((key, index) => key < (keys[index - 1] ?? '')) ? keys.sort() : keys;
}
/**
 * A number that JavaScript writes with an exponent, and Terraform never does, is a text where `parseJson` has met a
 * long number in the same plan, and a number where it has not.
 */
function numberText(value) {
    const text = String(value);
    if (!text.includes('e'))
        return text;
    const decimals = value.toFixed(20).replace(/0+$/, '');
    return Number(decimals) === value ? JSON.stringify(decimals) : text;
}

// EXTERNAL MODULE: ./src/plan/plan-archive.ts
var plan_archive = __webpack_require__(9643);
// EXTERNAL MODULE: ./src/plan/sha256.ts
var sha256 = __webpack_require__(65220);
;// CONCATENATED MODULE: ./src/plan/plan-parts.ts



/** `field`: the version of Terraform or OpenTofu. */
const engineField = 'terraform_version';
/**
 * What of `show -json` differs between equal plans or decides nothing: when it was made, what was there before (which
 * moves with every unrelated change), and what follows from the rest. `configuration` follows from the files, and
 * lacks the commands of provisioners and the digits of long numbers. What is not known here counts.
 */
const TOLD_ELSEWHERE = new Set([
    'format_version',
    'timestamp',
    'relevant_attributes',
    'prior_state',
    'planned_values',
    'checks',
    'configuration',
]);
/** In an order that depends on nothing but the parts. */
function partsOfPlan({ plan, archive, isRefreshOnly }) {
    const { resource_changes: resources, resource_drift: drift, deferred_changes: deferred, action_invocations: invocations, output_changes: outputs, variables, ...fields } = plan;
    const parts = [
        ...(resources ?? [])
            .filter(isChange)
            .map((resource) => partOf('resource', objectAddress(resource), resource)),
        ...(isRefreshOnly ? (drift ?? []) : []).map((resource) => partOf('drift', objectAddress(resource), resource)),
        ...(deferred ?? []).map((change) => partOf('deferred', objectAddress(change.resource_change), change)),
        ...(invocations ?? []).map((invocation) => partOf('action', invocation.address, invocation)),
        ...Object.entries(outputs ?? {}).flatMap(([name, change]) => isNoOp(change.actions) ? [] : [partOf('output', name, change)]),
        // One that only a provisioner or a provider's configuration uses stands nowhere else.
        ...Object.entries(variables ?? {}).map(([name, variable]) => partOf('variable', name, variable)),
        ...Object.entries(fields).flatMap(([name, value]) => TOLD_ELSEWHERE.has(name) ? [] : [partOf('field', name, value)]),
        partOf('field', 'refresh-only', isRefreshOnly),
        ...partsOfArchive(archive),
    ];
    return parts.sort((a, b) => compareTexts(a.kind, b.kind) || compareTexts(a.name, b.name) || compareTexts(a.text, b.text));
}
/** As Terraform shows it: a deposed object has ` (deposed object KEY)` after the address. */
function objectAddress({ address, deposed }) {
    return deposed === undefined ? address : `${address} (deposed object ${deposed})`;
}
function isChange({ address, previous_address: previous, change }) {
    return (previous ?? address) !== address || isImported(change) || !isNoOp(change.actions);
}
function isImported({ importing }) {
    return importing !== undefined && importing !== null;
}
function isNoOp(actions) {
    return actions.every((action) => action === 'no-op');
}
function partsOfArchive({ config, lockFile }) {
    const files = [...config].map(([name, bytes]) => partOf('file', name, (name === 'modules.json' ? parseModules(bytes) : undefined) ?? (0,sha256/* sha256 */.s)(bytes)));
    if (lockFile === undefined)
        return files;
    const versions = parseProviderVersions(lockFile);
    if (versions === undefined)
        return [...files, partOf('file', plan_archive/* lockFileName */.x, (0,sha256/* sha256 */.s)(lockFile))];
    return [...files, ...[...versions].map(([provider, version]) => partOf('provider', provider, version))];
}
/**
 * Without `Dir`, which follows from `Source` but for the folder that modules are downloaded to: with an absolute
 * TF_DATA_DIR that is another one in each job. undefined for what is no list of modules.
 */
function parseModules(bytes) {
    try {
        const modules = JSON.parse(Buffer.from(bytes).toString());
        if (!Array.isArray(modules))
            return undefined;
        return modules
            .map((module) => canonicalJson({ ...module, Dir: undefined }))
            .sort(compareTexts);
    }
    catch {
        return undefined;
    }
}
const PROVIDER = /^provider "([^"\\]+)" \{$/;
const VERSION = /^ {2}version += "([^"\\]+)"$/;
const OTHER_LINE = /^(?:#.*| {2}constraints += "[^"\\]*"| {2}hashes += \[| {4}"[^"\\]*",| {2}\]|\}|)$/;
/**
 * The versions that a lock file names, without its hashes, of which there are as many as platforms were asked for.
 * undefined where a line is not as Terraform writes it.
 */
function parseProviderVersions(lockFile) {
    const versions = new Map();
    let provider;
    for (const line of lockFile.split('\n')) {
        const version = VERSION.exec(line)?.[1];
        if (version !== undefined && provider !== undefined && !versions.has(provider))
            versions.set(provider, version);
        else if (PROVIDER.test(line))
            provider = PROVIDER.exec(line)?.[1];
        else if (!OTHER_LINE.test(line))
            return undefined;
    }
    return versions;
}
function partOf(kind, name, value) {
    return { kind, name, text: canonicalJson(value), value };
}
/** By UTF-16 units, which depends on no locale. */
function compareTexts(a, b) {
    return a < b ? -1 : a > b ? 1 : 0;
}


/***/ }),

/***/ 12791:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   NT: () => (/* binding */ renderComparisonLines),
/* harmony export */   Wo: () => (/* binding */ renderComparison)
/* harmony export */ });
/* unused harmony export describeComparison */
/* harmony import */ var _plan_plan_comparison_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(3323);
/* harmony import */ var _plan_plan_parts_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(31217);
/* harmony import */ var _most_that_fit_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(18035);
/* harmony import */ var _plan_groups_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(46476);




const title = 'What was reviewed, and what it would be now';
const maxAddressLength = 300;
const maxNameLength = 120;
/** Names that a line gives, from the most on; the others of it are counted. */
const namesPerLine = [20, 5, 0];
/**
 * Markdown in at most `maxBytes` bytes of UTF-8: how much differs, a table with the most dangerous resource first, and
 * a line each for what else differs. What has no room is counted. Empty where nothing differs, or where there is no
 * room for the counts.
 */
function renderComparison(comparison, foreign, maxBytes) {
    if ((0,_plan_plan_comparison_js__WEBPACK_IMPORTED_MODULE_0__/* .isSame */ .F)(comparison))
        return '';
    // A row takes more than 20 bytes.
    const rows = byDanger(comparison)
        .slice(0, maxBytes / 20)
        .map((resource) => renderRow(resource, foreign));
    for (const maxNames of namesPerLine) {
        const lines = otherLines(comparison, maxNames, (text) => foreign.code(text, maxNameLength));
        const assemble = (count) => renderSection(comparison, rows.slice(0, count), lines);
        const roomBytes = maxNames === 0 ? maxBytes : maxBytes / 2;
        if (Buffer.byteLength(assemble(0)) > roomBytes)
            continue;
        return assemble((0,_most_that_fit_js__WEBPACK_IMPORTED_MODULE_3__/* .mostThatFit */ .c)(rows.length, (count) => Buffer.byteLength(assemble(count)) <= maxBytes));
    }
    return '';
}
/** The same for the log, where all of it has room: one line each, to be printed as they are. */
function renderComparisonLines(comparison, foreign) {
    if ((0,_plan_plan_comparison_js__WEBPACK_IMPORTED_MODULE_0__/* .isSame */ .F)(comparison))
        return [];
    const plain = (text) => foreign.line(text, maxNameLength);
    const resources = byDanger(comparison).map((resource) => {
        const { address, reviewed, now } = resource;
        const differing = differingNames(resource, plain);
        const told = `reviewed: ${wordOf(resource, reviewed)}; now: ${wordOf(resource, now)}`;
        return `  - ${foreign.line(address, maxAddressLength)}: ${told}${differing === '' ? '' : `; what differs: ${differing}`}`;
    });
    return [
        `${title}: ${describeComparison(comparison)}.`,
        ...resources,
        ...otherLines(comparison, Infinity, plain).map((line) => `  ${line}`),
        ...(isOfVariablesAlone(comparison) ? [hint] : []),
    ];
}
/** `7 resources, 1 variable and 2 configuration files differ`: of plans that are not the same, without foreign text. */
function describeComparison({ resources, versions, names }) {
    const counts = [
        [resources.length, 'resource'],
        ...KINDS.map(([kind, noun]) => [names.get(kind)?.length ?? 0, noun]),
        [versions.length, 'version'],
    ];
    const parts = counts.filter(([count]) => count > 0);
    const isOne = parts.reduce((sum, [count]) => sum + count, 0) === 1;
    return `${listing.format(parts.map(([count, noun]) => (0,_plan_groups_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .LS)(count, noun)))} ${isOne ? 'differs' : 'differ'}`;
}
const listing = new Intl.ListFormat('en-GB');
/** In the order in which they are told. */
const KINDS = [
    ['variable', 'variable'],
    ['output', 'output'],
    ['file', 'configuration file'],
    ['action', 'action invocation'],
    ['deferred', 'deferred change'],
    ['field', 'other field'],
];
const hint = 'Only the value of a variable differs. If it is another one in each run, like a short-lived token, declare the ' +
    'variable with `ephemeral = true` (Terraform 1.10, OpenTofu 1.11): it is no part of a plan then, and the apply ' +
    'needs it in its environment too, as `TF_VAR_…`.';
function isOfVariablesAlone({ resources, versions, names }) {
    return resources.length === 0 && versions.length === 0 && names.size === 1 && names.has('variable');
}
function renderSection(comparison, rows, lines) {
    const leftOut = comparison.resources.length - rows.length;
    const more = rows.length === 0 ? '' : `… and ${String(leftOut)} more. `;
    const table = ['| Resource | Reviewed | Now | What differs |', '| --- | --- | --- | --- |', ...rows];
    const parts = [
        `#### 🔀 ${title}`,
        `${describeComparison(comparison)}.`,
        rows.length === 0 ? '' : table.join('\n'),
        leftOut === 0 ? '' : `${more}The log has every resource.`,
        lines.join('\n'),
        isOfVariablesAlone(comparison) ? hint : '',
    ];
    return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}
/** Of what it would be now, and then of what was reviewed. */
const DANGER = [
    ...['destroy', 'replace', 'forget', 'change', 'create', 'import', 'move', 'read'],
    undefined,
];
function byDanger({ resources }) {
    const rankOf = ({ now, reviewed }) => DANGER.indexOf(now) * DANGER.length + DANGER.indexOf(reviewed);
    return [...resources].sort((a, b) => rankOf(a) - rankOf(b));
}
function renderRow(resource, foreign) {
    const { address, reviewed, now } = resource;
    const cells = [
        foreign.cell(address, maxAddressLength),
        wordOf(resource, reviewed),
        `${now === 'destroy' || now === 'replace' ? '🔴 ' : ''}${wordOf(resource, now)}`,
        differingNames(resource, (text) => foreign.cell(text, maxNameLength)),
    ];
    return `| ${cells.join(' | ')} |`;
}
function wordOf({ isDrift }, action) {
    if (action === undefined)
        return 'no change';
    if (!isDrift)
        return action;
    return action === 'destroy' ? 'deleted outside of Terraform' : 'changed outside of Terraform';
}
function differingNames({ attributes, moreAttributes, fields }, code) {
    const names = [...attributes, ...fields].map(code).join(', ');
    return moreAttributes === 0 ? names : `${names} and ${String(moreAttributes)} more`;
}
/** A line of a list for each kind of what is no resource. */
function otherLines({ versions, names }, maxNames, code) {
    const ofKinds = KINDS.map(([kind, noun]) => renderNames(noun, (names.get(kind) ?? []).map(code), maxNames));
    const changes = versions.map(({ provider = _plan_plan_parts_js__WEBPACK_IMPORTED_MODULE_1__/* .engineField */ .Xn, reviewed, now }) => {
        const [before, after] = [reviewed, now].map((version) => (version === undefined ? 'none' : code(version)));
        return `${code(provider)} ${before ?? ''} → ${after ?? ''}`;
    });
    return [...ofKinds, renderNames('version', changes, maxNames)].filter((line) => line !== '');
}
function renderNames(noun, names, maxNames) {
    if (names.length === 0)
        return '';
    const told = names.slice(0, maxNames).join(', ');
    const left = Math.max(0, names.length - maxNames);
    const more = left === 0 ? '' : ` and ${String(left)} more`;
    return `- ${(0,_plan_groups_js__WEBPACK_IMPORTED_MODULE_2__/* .plural */ .LS)(names.length, noun)}${told === '' ? '' : `: ${told}${more}`}`;
}


/***/ }),

/***/ 65132:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   P: () => (/* binding */ renderCounts),
/* harmony export */   i: () => (/* binding */ renderDrift)
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
/** A plan may differ in no resource that Terraform counts. */
function renderDrift(counts) {
    const isCounted = Object.values(counts).some((count) => count > 0);
    return isCounted
        ? renderCounts(counts, false)
        : 'no resource to change, but outputs, or what the state says';
}


/***/ }),

/***/ 96679:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BK: () => (/* binding */ renderLink),
/* harmony export */   GH: () => (/* binding */ renderActor),
/* harmony export */   Yn: () => (/* binding */ renderHolderRun)
/* harmony export */ });
/** Characters that neither end a link nor mean anything to Markdown in one. */
const ADDRESS = /^https?:\/\/[\w.~:/?%&=+,;@-]+$/;
const LOGIN = /^[\w-]+$/;
/** A link; what is no plain web address is shown as code. `label` is Markdown. */
function renderLink(label, url, foreign) {
    return ADDRESS.test(url) && foreign.isHarmless(url) ? `[${label}](${url})` : foreign.cell(url);
}
/**
 * The run that holds a lock, its job, its pull request and who started it. Whoever may take the lock may name any run:
 * only pages of our own server are linked, and only pull requests of our own repository, since a link to one leaves a
 * mention on its page.
 */
function renderHolderRun(holder, own, foreign) {
    const { repository, runId, attempt, url, jobId, pullRequest, actor } = holder;
    const server = own !== undefined && url.startsWith(`${own.serverUrl}/`) ? own.serverUrl : undefined;
    const isNear = server !== undefined && repository === own?.repository;
    const place = isNear ? '' : ` of ${foreign.cell(repository)}`;
    const id = String(runId);
    if (server === undefined) {
        const pull = pullRequest === null ? '' : `, pull request ${String(pullRequest)}`;
        return `run ${foreign.cell(url)}${pull}${actor === null ? '' : `, started by ${foreign.cell(actor)}`}`;
    }
    const again = attempt > 1 ? `, attempt ${String(attempt)}` : '';
    const facts = [`${renderLink(`run ${id}${again}`, url, foreign)}${place}`];
    if (jobId !== null) {
        facts.push(renderLink('job', `${server}/${repository}/actions/runs/${id}/job/${String(jobId)}`, foreign));
    }
    if (pullRequest !== null) {
        const label = `pull request ${String(pullRequest)}`;
        facts.push(isNear ? renderLink(label, `${server}/${repository}/pull/${String(pullRequest)}`, foreign) : label);
    }
    if (actor !== null)
        facts.push(`started by ${renderActor(actor, server, foreign)}`);
    return facts.join(', ');
}
/** A person's login as code with a link to the profile: a mention would call them. */
function renderActor(actor, serverUrl, foreign) {
    const name = foreign.cell(actor);
    // An app (`name[bot]`) has its page elsewhere.
    return LOGIN.test(actor) ? renderLink(name, `${serverUrl}/${actor}`, foreign) : name;
}


/***/ })

};
