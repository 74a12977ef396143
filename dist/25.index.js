export const id = 25;
export const ids = [25];
export const modules = {

/***/ 45471:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   nM: () => (/* binding */ row),
/* harmony export */   ui: () => (/* binding */ CHECKS),
/* harmony export */   vp: () => (/* binding */ judgeTold),
/* harmony export */   zP: () => (/* binding */ worstVerdict)
/* harmony export */ });
/* harmony import */ var _report_plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6676);

const everyVerdict = ['pass', 'warn', 'fail', 'unknown'];
/** In the order in which they are told. */
const CHECKS = {
    backend: { title: 'The state is where all who apply share it', verdicts: everyVerdict },
    locking: { title: 'The state is locked, in the way that this version is made for', verdicts: everyVerdict },
    migration: { title: 'Lock file and lock table tell the same', verdicts: everyVerdict },
    'old-lock': { title: 'No lock is older than a day', verdicts: everyVerdict },
    secrets: { title: 'The backend has no secrets in it', verdicts: everyVerdict },
    'separate-state': { title: 'No other folder has the same state', verdicts: ['pass', 'fail', 'unknown'] },
    'separate-production': {
        title: 'Production shares its bucket with no other environment',
        verdicts: ['pass', 'warn', 'unknown'],
    },
    versioning: { title: 'The bucket keeps old versions', verdicts: ['pass', 'fail', 'unknown'] },
    'default-encryption': { title: 'The bucket encrypts by default', verdicts: everyVerdict },
    encrypt: { title: 'The backend block asks for encryption', verdicts: everyVerdict },
    'kms-key': { title: 'The state is encrypted with a key of its own', verdicts: everyVerdict },
    'public-access-block': { title: 'The bucket blocks public access', verdicts: everyVerdict },
    'public-policy': { title: 'The policy of the bucket is not public', verdicts: everyVerdict },
    acl: { title: 'Access is not given by ACLs', verdicts: everyVerdict },
    'tls-only': { title: 'The policy of the bucket refuses plain HTTP', verdicts: everyVerdict },
    'access-logging': { title: 'Access to the state is logged', verdicts: ['pass', 'warn', 'unknown'] },
    'noncurrent-versions': { title: 'Old versions stay long enough, and go', verdicts: everyVerdict },
    'lock-leftovers': { title: 'What locks leave behind goes', verdicts: everyVerdict },
    'lock-table': { title: "The table can hold Terraform's locks", verdicts: ['pass', 'fail', 'unknown'] },
    'lock-table-billing': { title: 'The table is billed on demand', verdicts: ['pass', 'warn', 'unknown'] },
    'lock-table-recovery': {
        title: 'The table has point-in-time recovery',
        verdicts: ['pass', 'warn', 'unknown'],
    },
    'lock-table-deletion': {
        title: 'The table is protected from deletion',
        verdicts: ['pass', 'warn', 'unknown'],
    },
};
function row(check, verdict, evidence, fix) {
    return { check, verdict, evidence: (0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h0)(evidence, 600), fix };
}
/** `unknown` where it was not told, else what `judge` makes of it. */
function judgeTold(check, told, judge) {
    return told.kind === 'told' ? judge(told.value) : row(check, 'unknown', `Not known: ${told.why}.`);
}
/** The worst of the verdicts; what is not known counts for none. */
function worstVerdict(verdicts) {
    if (verdicts.includes('fail'))
        return 'fail';
    return verdicts.includes('warn') ? 'warn' : 'pass';
}


/***/ }),

/***/ 24261:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Nw: () => (/* binding */ verdictOfReport),
/* harmony export */   cz: () => (/* binding */ verdictOfState),
/* harmony export */   gC: () => (/* binding */ auditJson),
/* harmony export */   qX: () => (/* binding */ countVerdicts)
/* harmony export */ });
/* harmony import */ var _check_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(45471);

function verdictOfState({ rows }) {
    return (0,_check_js__WEBPACK_IMPORTED_MODULE_0__/* .worstVerdict */ .zP)(rows.map(({ verdict }) => verdict));
}
function verdictOfReport({ states }) {
    return (0,_check_js__WEBPACK_IMPORTED_MODULE_0__/* .worstVerdict */ .zP)(states.map(verdictOfState));
}
/** `2 fail, 3 warn, 1 unknown, 9 pass`, without those that there are none of. */
function countVerdicts(rows) {
    const verdicts = ['fail', 'warn', 'unknown', 'pass'];
    return verdicts
        .map((verdict) => [rows.filter((each) => each.verdict === verdict).length, verdict])
        .filter(([count]) => count > 0)
        .map(([count, verdict]) => `${String(count)} ${verdict}`)
        .join(', ');
}
/** The file of the output `audit-json-file`; docs/audit.md has its form. */
function auditJson(report) {
    const { engine, states } = report;
    const content = {
        version: 1,
        verdict: verdictOfReport(report),
        engine: engine === undefined ? null : { name: engine.engine, version: engine.text },
        states: states.map((state) => ({
            folder: state.folder,
            address: state.address ?? null,
            backend: state.type ?? null,
            place: state.place ?? null,
            verdict: verdictOfState(state),
            checks: state.rows.map(({ check, verdict, evidence, fix = null }) => ({
                check,
                verdict,
                evidence,
                fix,
            })),
        })),
    };
    return `${JSON.stringify(content, undefined, 2)}\n`;
}


/***/ }),

/***/ 34025:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

// ESM COMPAT FLAG
__webpack_require__.r(__webpack_exports__);

// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  audit: () => (/* binding */ audit)
});

// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
;// CONCATENATED MODULE: ./src/audit/backend-block.ts
/** The block that counts: one of an override file goes before all others (developer.hashicorp.com/terraform/language/files/override). */
function findBackendBlock(files) {
    const found = files.flatMap(({ name, text }) => {
        const block = parseBackendBlock(text);
        return block === undefined ? [] : [{ file: name, block }];
    });
    return found.findLast(({ file }) => /^(?:.*_)?override\.(?:tf|tofu)$/.test(file)) ?? found[0];
}
/** The `backend` or `cloud` block of a file, without a judgement whether Terraform would take the file. */
function parseBackendBlock(text) {
    const tokens = tokensOf(text);
    let depth = 0;
    let terraformAt;
    for (let at = 0; at < tokens.length; at += 1) {
        const token = tokens[at];
        if (token?.text === '{' && token.kind === 'sign')
            depth += 1;
        else if (token?.text === '}' && token.kind === 'sign') {
            depth -= 1;
            if (depth === 0)
                terraformAt = undefined;
        }
        else if (depth === 0 && isWord(token, 'terraform') && isSign(tokens[at + 1], '{'))
            terraformAt = at;
        else if (depth === 1 && terraformAt !== undefined) {
            const head = headAt(tokens, at);
            if (head !== undefined)
                return { type: head.type, ...bodyAt(tokens, at + head.length, token?.line ?? 1) };
        }
    }
    return undefined;
}
function headAt(tokens, at) {
    const [first, second, third] = tokens.slice(at, at + 3);
    if (isWord(first, 'cloud') && isSign(second, '{'))
        return { type: 'cloud', length: 1 };
    const isBackend = isWord(first, 'backend') && second !== undefined && second.kind !== 'sign' && isSign(third, '{');
    return isBackend ? { type: second.text, length: 2 } : undefined;
}
/** `at`: of its opening brace. */
function bodyAt(tokens, at, line) {
    const attributes = new Set();
    let depth = 0;
    for (let next = at; next < tokens.length; next += 1) {
        const token = tokens[next];
        if (isSign(token, '{'))
            depth += 1;
        if (isSign(token, '}'))
            depth -= 1;
        if (depth === 0)
            return { line, endLine: token?.line ?? line, attributes: [...attributes] };
        if (token !== undefined && token.kind !== 'sign' && isSign(tokens[next + 1], '='))
            attributes.add(token.text);
    }
    return { line, endLine: tokens.at(-1)?.line ?? line, attributes: [...attributes] };
}
function isWord(token, text) {
    return token?.kind === 'word' && token.text === text;
}
function isSign(token, text) {
    return token?.kind === 'sign' && token.text === text;
}
const COMMENT = /#[^\n]*|\/\/[^\n]*|\/\*[^]*?(?:\*\/|$)/y;
const HEREDOC = /<<-?([\p{ID_Start}_][\p{ID_Continue}-]*)\r?\n/uy;
const WORD = /[\p{ID_Start}_][\p{ID_Continue}-]*/uy;
/** Words, strings and signs outside of comments and heredocs (hashicorp/hcl, hclsyntax/spec.md). */
function tokensOf(text) {
    const tokens = [];
    let line = 1;
    let at = 0;
    const skip = (length) => {
        const passed = text.slice(at, at + length);
        line += passed.split('\n').length - 1;
        at += length;
        return passed;
    };
    while (at < text.length) {
        const begin = line;
        const heredoc = matchAt(HEREDOC, text, at);
        if (heredoc !== undefined)
            skip(heredocLength(text, at + heredoc[0].length, heredoc[1] ?? '') - at);
        else if (text[at] === '"') {
            const quoted = skip(quotedLength(text, at));
            tokens.push({ kind: 'string', text: quoted.slice(1, -1), line: begin });
        }
        else {
            const comment = matchAt(COMMENT, text, at);
            const word = comment === undefined ? matchAt(WORD, text, at) : undefined;
            if (comment !== undefined)
                skip(comment[0].length);
            else if (word !== undefined)
                tokens.push({ kind: 'word', text: skip(word[0].length), line: begin });
            else {
                const sign = skip(1);
                // `==` and `=>` give nothing a value.
                if ('{}='.includes(sign))
                    tokens.push({ kind: 'sign', text: sign, line: begin });
            }
        }
    }
    return tokens;
}
function matchAt(pattern, text, at) {
    pattern.lastIndex = at;
    return pattern.exec(text) ?? undefined;
}
/** Where the heredoc ends whose lines begin at `from`: after the line that is its marker. */
function heredocLength(text, from, marker) {
    let at = from;
    while (at < text.length) {
        const newline = text.indexOf('\n', at);
        const end = newline === -1 ? text.length : newline;
        if (text.slice(at, end).trim() === marker)
            return end;
        at = end + 1;
    }
    return text.length;
}
/** Of a quoted template with its quotes; inside of `${…}` quotes begin strings of their own. */
function quotedLength(text, from) {
    const open = ['"'];
    let at = from + 1;
    while (at < text.length && open.length > 0) {
        const sign = text[at];
        if (open.at(-1) === '"') {
            if (sign === '\\')
                at += 1;
            else if (sign === '"')
                open.pop();
            else if ((sign === '$' || sign === '%') && text[at + 1] === '{') {
                // `$${` is no template.
                if (text[at - 1] !== sign)
                    open.push('{');
                at += 1;
            }
            else if (sign === '\n')
                return at - from;
        }
        else if (sign === '"')
            open.push('"');
        else if (sign === '{')
            open.push('{');
        else if (sign === '}')
            open.pop();
        at += 1;
    }
    return at - from;
}

// EXTERNAL MODULE: ./src/lock/engine-version.ts
var engine_version = __webpack_require__(40588);
// EXTERNAL MODULE: ./src/lock/lock-holder.ts
var lock_holder = __webpack_require__(89739);
// EXTERNAL MODULE: ./src/lock/lock-reading.ts
var lock_reading = __webpack_require__(40801);
// EXTERNAL MODULE: ./src/report/import-block.ts
var import_block = __webpack_require__(14213);
// EXTERNAL MODULE: ./src/audit/check.ts
var audit_check = __webpack_require__(45471);
;// CONCATENATED MODULE: ./src/audit/fixes.ts

/** Terraform code that makes a check pass, with the names of the backend at hand; capitals are to be replaced. */
function fixBackendBlock(type, ...lines) {
    return block('terraform', ...block(`backend "${type}"`, ...lines).split('\n'));
}
function fixVersioning({ bucket }) {
    return resource('aws_s3_bucket_versioning', 'state', `bucket = ${(0,import_block/* hclString */.ZK)(bucket)}`, ...block('versioning_configuration', 'status = "Enabled"').split('\n'));
}
function fixEncryption({ bucket, kmsKeyId }) {
    const key = kmsKeyId ?? 'arn:aws:kms:REGION:ACCOUNT:key/ID';
    const byDefault = block('apply_server_side_encryption_by_default', 'sse_algorithm     = "aws:kms"', `kms_master_key_id = ${(0,import_block/* hclString */.ZK)(key)}`);
    return resource('aws_s3_bucket_server_side_encryption_configuration', 'state', `bucket = ${(0,import_block/* hclString */.ZK)(bucket)}`, ...block('rule', 'bucket_key_enabled = true', ...byDefault.split('\n')).split('\n'));
}
function fixPublicAccess({ bucket }) {
    return resource('aws_s3_bucket_public_access_block', 'state', `bucket                  = ${(0,import_block/* hclString */.ZK)(bucket)}`, 'block_public_acls       = true', 'ignore_public_acls      = true', 'block_public_policy     = true', 'restrict_public_buckets = true');
}
function fixOwnership({ bucket }) {
    return resource('aws_s3_bucket_ownership_controls', 'state', `bucket = ${(0,import_block/* hclString */.ZK)(bucket)}`, ...block('rule', 'object_ownership = "BucketOwnerEnforced"').split('\n'));
}
function fixTlsOnly({ bucket }) {
    const statement = block('statement', 'sid       = "OnlyTls"', 'effect    = "Deny"', 'actions   = ["s3:*"]', `resources = [${(0,import_block/* hclString */.ZK)(`arn:aws:s3:::${bucket}`)}, ${(0,import_block/* hclString */.ZK)(`arn:aws:s3:::${bucket}/*`)}]`, ...block('principals', 'type        = "*"', 'identifiers = ["*"]').split('\n'), ...block('condition', 'test     = "Bool"', 'variable = "aws:SecureTransport"', 'values   = ["false"]').split('\n'));
    const policy = resource('aws_s3_bucket_policy', 'state', `bucket = ${(0,import_block/* hclString */.ZK)(bucket)}`, 'policy = data.aws_iam_policy_document.state_bucket.json');
    const merge = '# A bucket has one policy: add this statement to the one that it has.';
    return `${merge}\n${block('data "aws_iam_policy_document" "state_bucket"', ...statement.split('\n'))}\n\n${policy}`;
}
function fixAccessLogging({ bucket }) {
    return resource('aws_s3_bucket_logging', 'state', `bucket        = ${(0,import_block/* hclString */.ZK)(bucket)}`, 'target_bucket = "NAME-OF-ANOTHER-BUCKET"', `target_prefix = ${(0,import_block/* hclString */.ZK)(`${bucket}/`)}`);
}
/** One for both checks of lifecycle rules: S3 has no filter by the end of a key, so a rule for locks is one for states. */
function fixLifecycle({ bucket }) {
    const rule = block('rule', 'id     = "old-versions"', 'status = "Enabled"', 'filter {}', ...block('noncurrent_version_expiration', 'noncurrent_days = 90').split('\n'), ...block('expiration', 'expired_object_delete_marker = true').split('\n'));
    const merge = '# A bucket has one set of rules: add this one to those that it has.';
    return `${merge}\n${resource('aws_s3_bucket_lifecycle_configuration', 'state', `bucket = ${(0,import_block/* hclString */.ZK)(bucket)}`, ...rule.split('\n'))}`;
}
function fixLockTable(table) {
    return resource('aws_dynamodb_table', 'terraform_locks', `name                        = ${(0,import_block/* hclString */.ZK)(table)}`, 'billing_mode                = "PAY_PER_REQUEST"', 'hash_key                    = "LockID"', 'deletion_protection_enabled = true', ...block('attribute', 'name = "LockID"', 'type = "S"').split('\n'), ...block('point_in_time_recovery', 'enabled = true').split('\n'));
}
function resource(type, name, ...lines) {
    return block(`resource "${type}" "${name}"`, ...lines);
}
function block(head, ...lines) {
    return [`${head} {`, ...lines.map((line) => `  ${line}`), '}'].join('\n');
}

;// CONCATENATED MODULE: ./src/audit/locking.ts






const daySeconds = 86_400;
/** Whether an S3 backend locks, in the way that the version at hand is made for. */
function judgeS3Locking(settings, engine) {
    const { mechanism } = settings;
    const native = fixBackendBlock('s3', 'use_lockfile = true');
    if (mechanism === 'none') {
        const hasNative = engine === undefined || (0,engine_version/* isAtLeast */.du)(engine, 1, 10);
        const fix = hasNative
            ? native
            : `${fixBackendBlock('s3', 'dynamodb_table = "terraform-locks"')}\n\n${fixLockTable('terraform-locks')}`;
        return (0,audit_check/* row */.nM)('locking', 'fail', "Nothing is locked: two runs at once can lose each other's state.", fix);
    }
    if (engine === undefined)
        return (0,audit_check/* row */.nM)('locking', 'unknown', 'It is locked, but which version is at work could not be told.');
    const name = `${engine.engine === 'opentofu' ? 'OpenTofu' : 'Terraform'} ${engine.text}`;
    const isStable = engine.engine === 'opentofu' ? (0,engine_version/* isAtLeast */.du)(engine, 1, 10) : (0,engine_version/* isAtLeast */.du)(engine, 1, 11);
    if (mechanism === 'dynamodb') {
        if (engine.engine === 'opentofu' || !isStable)
            return (0,audit_check/* row */.nM)('locking', 'pass', `dynamodb_table, which ${name} locks with.`);
        const told = `dynamodb_table alone, which is deprecated since Terraform 1.11 (here ${name}). Add use_lockfile = true beside it, let every pipeline run once with both, then remove dynamodb_table.`;
        return (0,audit_check/* row */.nM)('locking', 'warn', told, fixBackendBlock('s3', 'use_lockfile   = true', `dynamodb_table = ${(0,import_block/* hclString */.ZK)(settings.table ?? '')}`));
    }
    if (isStable)
        return (0,audit_check/* row */.nM)('locking', 'pass', `use_lockfile with ${name}.`);
    const told = `use_lockfile is experimental in ${name}; it is stable from Terraform 1.11 on.`;
    return (0,audit_check/* row */.nM)('locking', 'warn', told, 'terraform {\n  required_version = ">= 1.11"\n}');
}
/** Where both mechanisms are on: how far the move from the one to the other is. */
function judgeMigration({ lockFile, lockItem, table }, engine) {
    if (lockFile === undefined || lockItem === undefined)
        return undefined;
    for (const reading of [lockFile, lockItem])
        if (reading.kind === 'unknown')
            return (0,audit_check/* row */.nM)('migration', 'unknown', `Not known: ${reading.reason}.`);
    const agree = 'Both are on, and lock file and table tell the same';
    if ((0,lock_reading/* readingsDisagree */.YV)(lockFile, lockItem))
        return rowOfSplit(lockFile, lockItem);
    if (engine?.engine !== 'terraform' || !(0,engine_version/* isAtLeast */.du)(engine, 1, 11))
        return (0,audit_check/* row */.nM)('migration', 'pass', `${agree}. Keep both as long as anybody uses a version without use_lockfile.`);
    const others = describeOthers(table?.otherLocks);
    const told = `${agree}. Next: once every pipeline and person has run init with both, remove dynamodb_table. ${others}`;
    return (0,audit_check/* row */.nM)('migration', 'warn', told, fixBackendBlock('s3', 'use_lockfile = true'));
}
/** Who takes both takes both halves, so one alone is somebody's who uses one only, or was left behind. */
function rowOfSplit(file, item) {
    const told = `Lock file and table do not tell the same: the file ${stateOf(file)}, the table ${stateOf(item)}`;
    return file.kind === 'held' && item.kind === 'held'
        ? (0,audit_check/* row */.nM)('migration', 'fail', `${told}. Two work on the state at once, or half of a lock was left behind.`)
        : (0,audit_check/* row */.nM)('migration', 'warn', `${told}. Somebody locks with one of them only, or half of a lock was left behind.`);
}
function stateOf(reading) {
    return reading.kind === 'held' ? `is held as ${reading.holder.lockId}` : 'is free';
}
function describeOthers(others) {
    if (others?.kind !== 'told')
        return `Whether the table locks other states is not known: ${others?.why ?? 'not asked'}.`;
    const { value } = others;
    return value === 0
        ? 'The table holds no lock of another state now.'
        : `The table holds ${String(value)} ${value === 1 ? 'lock' : 'locks'} of other states now, so it stays for those.`;
}
/** The age of the lock, of whichever half is held. */
function judgeOldLock({ lockFile, lockItem }) {
    const readings = [lockItem, lockFile].filter((reading) => reading !== undefined);
    if (readings.length === 0)
        return undefined;
    const holders = readings.flatMap((reading) => (reading.kind === 'held' ? [reading.holder] : []));
    const [oldest] = holders.toSorted((a, b) => (b.ageSeconds ?? 0) - (a.ageSeconds ?? 0));
    if (oldest !== undefined && (oldest.ageSeconds ?? 0) >= daySeconds)
        return rowOfOldLock(oldest);
    for (const reading of readings)
        if (reading.kind === 'unknown')
            return (0,audit_check/* row */.nM)('old-lock', 'unknown', `Not known: ${reading.reason}.`);
    if (oldest?.ageSeconds === null)
        return (0,audit_check/* row */.nM)('old-lock', 'unknown', `The lock does not tell since when it is held: ${(0,lock_holder/* describeHolder */.sG)(oldest)}.`);
    const told = oldest === undefined ? 'The state is not locked.' : `Locked by ${(0,lock_holder/* describeHolder */.sG)(oldest)}.`;
    return (0,audit_check/* row */.nM)('old-lock', 'pass', told);
}
function rowOfOldLock(holder) {
    const who = `Locked for more than a day by ${(0,lock_holder/* describeHolder */.sG)(holder)}.`;
    if (holder.verdict !== 'finished')
        return (0,audit_check/* row */.nM)('old-lock', 'warn', `${who} Ask whoever holds it.`);
    const told = `${who} Its run has finished and left it behind: once it is known that its state is complete, remove it with the command unlock.`;
    return (0,audit_check/* row */.nM)('old-lock', 'fail', told);
}

;// CONCATENATED MODULE: ./src/audit/backend-kind.ts



/** Backends that lock by themselves, without an option for it. */
const LOCKS_BY_ITSELF = new Set(['azurerm', 'cos', 'gcs', 'kubernetes', 'oci', 'pg', 'cloud', 'remote']);
const KNOWN = new Set(['s3', 'http', 'consul', 'oss', ...LOCKS_BY_ITSELF]);
const shared = fixBackendBlock('s3', 'bucket       = "NAME"', 'key          = "ENVIRONMENT/terraform.tfstate"', 'region       = "REGION"', 'encrypt      = true', 'use_lockfile = true');
/** Where the state is, and what can be looked at there. */
function judgeBackend({ type, address }) {
    const check = 'backend';
    if (type === 's3')
        return (0,audit_check/* row */.nM)(check, 'pass', 'A bucket in S3.');
    if (type === 'local') {
        // An address inside the checkout is told relative to it.
        return /^local:(?:\/|[A-Za-z]:)/.test(address)
            ? (0,audit_check/* row */.nM)(check, 'warn', 'A file on a disk of the runner: it is shared only where everybody who applies has that disk.', shared)
            : (0,audit_check/* row */.nM)(check, 'fail', 'A file in the checkout: it is gone with the runner, and nobody else has it.', shared);
    }
    if (type === 'inmem')
        return (0,audit_check/* row */.nM)(check, 'fail', 'It is in memory only, and gone when Terraform ends.', shared);
    const rest = 'How it stores, encrypts and versions the state is not looked at, only locking, secrets and addresses.';
    return KNOWN.has(type)
        ? (0,audit_check/* row */.nM)(check, 'pass', `A backend "${type}". ${rest}`)
        : (0,audit_check/* row */.nM)(check, 'unknown', `Not known: "${type}" is not a backend that is known here.`);
}
function judgeLocking({ type, config, engine, s3 }) {
    const check = 'locking';
    if (s3 !== undefined)
        return judgeS3Locking(s3.settings, engine);
    if (type === 'local')
        return (0,audit_check/* row */.nM)(check, 'pass', 'A file beside the state is locked, on this machine only.');
    if (LOCKS_BY_ITSELF.has(type))
        return (0,audit_check/* row */.nM)(check, 'pass', `A backend "${type}" locks by itself.`);
    const off = (why, line) => (0,audit_check/* row */.nM)(check, 'fail', `${why}: two runs at once can lose each other's state.`, fixBackendBlock(type, line));
    switch (type) {
        case 'http':
            return isSet(config['lock_address'])
                ? (0,audit_check/* row */.nM)(check, 'pass', 'lock_address is set.')
                : off('lock_address is not set in the block', 'lock_address = "https://…"');
        case 'consul':
            return config['lock'] === false
                ? off('lock = false', 'lock = true')
                : (0,audit_check/* row */.nM)(check, 'pass', 'consul locks by itself.');
        case 'oss':
            return isSet(config['tablestore_table'])
                ? (0,audit_check/* row */.nM)(check, 'pass', 'tablestore_table is set.')
                : off('tablestore_table is not set', 'tablestore_table = "NAME"');
        default:
            return (0,audit_check/* row */.nM)(check, 'unknown', `Not known: how a backend "${type}" locks.`);
    }
}
function isSet(value) {
    return typeof value === 'string' && value !== '';
}

;// CONCATENATED MODULE: ./src/audit/encryption.ts



/** S3 on AWS encrypts every bucket since January 2023; another store may not. */
function judgeDefaultEncryption(settings, told) {
    return (0,audit_check/* judgeTold */.vp)('default-encryption', told, (found) => {
        if (found !== undefined)
            return (0,audit_check/* row */.nM)('default-encryption', 'pass', `By default ${describe(found)}.`);
        const fix = fixEncryption(settings);
        return settings.encrypt
            ? (0,audit_check/* row */.nM)('default-encryption', 'warn', 'The bucket has none; the state is encrypted by its backend block alone.', fix)
            : (0,audit_check/* row */.nM)('default-encryption', 'fail', 'The bucket has none, and the backend block asks for none: the state is in clear.', fix);
    });
}
function judgeEncrypt(settings, told) {
    if (settings.encrypt)
        return (0,audit_check/* row */.nM)('encrypt', 'pass', 'encrypt = true.');
    const fix = fixBackendBlock('s3', 'encrypt = true');
    return (0,audit_check/* judgeTold */.vp)('encrypt', told, (found) => found === undefined
        ? (0,audit_check/* row */.nM)('encrypt', 'fail', 'encrypt is not set, and the bucket encrypts nothing by default.', fix)
        : (0,audit_check/* row */.nM)('encrypt', 'warn', `encrypt is not set; it is left to the bucket, by default ${describe(found)}.`, fix));
}
/**
 * Which key the state is encrypted with. `encrypt` without a key asks for AES256 whatever the bucket's default is, and
 * without `encrypt` Terraform does not use `kms_key_id` (internal/backend/remote-state/s3/client.go).
 */
function judgeKmsKey(settings, told) {
    const { encrypt, kmsKeyId, hasCustomerKey } = settings;
    const key = (0,import_block/* hclString */.ZK)(kmsKeyId ?? 'arn:aws:kms:REGION:ACCOUNT:key/ID');
    const fix = fixBackendBlock('s3', 'encrypt    = true', `kms_key_id = ${key}`);
    if (hasCustomerKey)
        return (0,audit_check/* row */.nM)('kms-key', 'pass', 'A key of your own, sse_customer_key.');
    if (kmsKeyId !== undefined)
        return encrypt
            ? (0,audit_check/* row */.nM)('kms-key', 'pass', `The KMS key ${kmsKeyId}.`)
            : (0,audit_check/* row */.nM)('kms-key', 'fail', 'kms_key_id is set but not used: Terraform uses it with encrypt = true only.', fix);
    return (0,audit_check/* judgeTold */.vp)('kms-key', told, (found) => {
        const isKms = found?.algorithm.startsWith('aws:kms') === true;
        if (isKms && encrypt) {
            const why = 'encrypt = true without kms_key_id asks for AES256';
            return (0,audit_check/* row */.nM)('kms-key', 'fail', `The KMS key of the bucket is not used: ${why}. Set kms_key_id too.`, fix);
        }
        if (isKms && found.keyId !== undefined && !/alias\/aws\/s3$/.test(found.keyId))
            return (0,audit_check/* row */.nM)('kms-key', 'pass', `The KMS key of the bucket, ${found.keyId}.`);
        const without = 'No KMS key of your own: whoever may read the object can read the state, without a permission for a key.';
        return (0,audit_check/* row */.nM)('kms-key', 'warn', without, fix);
    });
}
function describe({ algorithm, keyId }) {
    return keyId === undefined ? algorithm : `${algorithm} with the key ${keyId}`;
}

;// CONCATENATED MODULE: ./src/audit/exposure.ts


/** The ACL of new objects that the block can ask for, where everybody can read them. */
const PUBLIC_ACLS = new Set(['public-read', 'public-read-write', 'authenticated-read']);
function judgePublicAccessBlock(settings, { publicAccessBlock, ownership }) {
    const check = 'public-access-block';
    const fix = fixPublicAccess(settings);
    return (0,audit_check/* judgeTold */.vp)(check, publicAccessBlock, (found) => {
        if (found === undefined)
            return (0,audit_check/* row */.nM)(check, 'fail', 'The bucket has none. (A block for the whole account is not looked at.)', fix);
        const off = namesOff(found);
        if (off.length === 0)
            return (0,audit_check/* row */.nM)(check, 'pass', 'All four settings are on.');
        const isAboutAcls = found.blocksPolicy && found.restrictsBucket;
        const hasNoAcls = ownership.kind === 'told' && ownership.value === 'BucketOwnerEnforced';
        return isAboutAcls && hasNoAcls
            ? (0,audit_check/* row */.nM)(check, 'warn', `${off.join(' and ')} off; the bucket has no ACLs, so that opens nothing now.`, fix)
            : (0,audit_check/* row */.nM)(check, 'fail', `${off.join(', ')} off.`, fix);
    });
}
function namesOff(block) {
    return [
        ...(block.blocksAcls ? [] : ['BlockPublicAcls']),
        ...(block.ignoresAcls ? [] : ['IgnorePublicAcls']),
        ...(block.blocksPolicy ? [] : ['BlockPublicPolicy']),
        ...(block.restrictsBucket ? [] : ['RestrictPublicBuckets']),
    ];
}
function judgePublicPolicy(settings, { hasPublicPolicy, publicAccessBlock }) {
    const check = 'public-policy';
    return (0,audit_check/* judgeTold */.vp)(check, hasPublicPolicy, (isPublic) => {
        if (!isPublic)
            return (0,audit_check/* row */.nM)(check, 'pass', 'S3 says that it is not.');
        const isRestricted = publicAccessBlock.kind === 'told' && publicAccessBlock.value?.restrictsBucket === true;
        const rest = 'Take the statements with the principal "*" out of it.';
        return isRestricted
            ? (0,audit_check/* row */.nM)(check, 'warn', `It is public, and only the public access block holds it back. ${rest}`)
            : (0,audit_check/* row */.nM)(check, 'fail', `It is public: anybody may do what it allows. ${rest}`, fixPublicAccess(settings));
    });
}
function judgeAcl(settings, { ownership, publicGrants, publicAccessBlock }) {
    const check = 'acl';
    const fix = fixOwnership(settings);
    return (0,audit_check/* judgeTold */.vp)(check, ownership, (found) => {
        if (found === 'BucketOwnerEnforced')
            return (0,audit_check/* row */.nM)(check, 'pass', 'ACLs are off (BucketOwnerEnforced).');
        const isIgnored = publicAccessBlock.kind === 'told' && publicAccessBlock.value?.ignoresAcls === true;
        if (PUBLIC_ACLS.has(settings.acl ?? '') && !isIgnored)
            return (0,audit_check/* row */.nM)(check, 'fail', `The backend block gives the state the ACL ${String(settings.acl)}.`, fix);
        return (0,audit_check/* judgeTold */.vp)(check, publicGrants, (grants) => {
            if (grants.length > 0 && !isIgnored)
                return (0,audit_check/* row */.nM)(check, 'fail', `The ACL of the bucket gives ${grants.join(', ')}.`, fix);
            const told = `ACLs are on (${found ?? 'no object ownership is set'}), though that of the bucket gives nothing to everybody.`;
            return (0,audit_check/* row */.nM)(check, 'warn', told, fix);
        });
    });
}

;// CONCATENATED MODULE: ./src/audit/lifecycle.ts


/** Less than a week of history is gone before a long weekend's damage is seen. */
const minimumNoncurrentDays = 7;
/** Whether old versions of the state stay long enough and do go, and nothing removes the state itself. */
function judgeNoncurrentVersions(settings, { lifecycle }) {
    const check = 'noncurrent-versions';
    const fix = fixLifecycle(settings);
    return (0,audit_check/* judgeTold */.vp)(check, lifecycle, (rules) => {
        const reaching = rules.filter((rule) => reaches(rule, settings.key));
        if (isRemoved(rules, settings.key))
            return (0,audit_check/* row */.nM)(check, 'fail', 'A lifecycle rule removes the state itself when it was not changed for a while.');
        const days = daysOf(reaching);
        if (days === undefined)
            return (0,audit_check/* row */.nM)(check, 'warn', 'No lifecycle rule removes old versions of the state: they pile up.', fix);
        return days < minimumNoncurrentDays
            ? (0,audit_check/* row */.nM)(check, 'warn', `Old versions of the state go after ${String(days)} days, which is soon for bringing one back.`, fix)
            : (0,audit_check/* row */.nM)(check, 'pass', `Old versions of the state go after ${String(days)} days.`);
    });
}
/** Each lock leaves a version and a delete marker in a versioned bucket (hashicorp/terraform#36445). */
function judgeLockLeftovers(settings, { lifecycle, versioning }) {
    const check = 'lock-leftovers';
    if (settings.mechanism !== 's3' && settings.mechanism !== 's3-and-dynamodb')
        return undefined;
    const fix = fixLifecycle(settings);
    return (0,audit_check/* judgeTold */.vp)(check, lifecycle, (rules) => {
        const reaching = rules.filter((rule) => reaches(rule, `${settings.key}.tflock`));
        if (isRemoved(rules, `${settings.key}.tflock`))
            return (0,audit_check/* row */.nM)(check, 'fail', 'A lifecycle rule removes the lock file of whoever holds the lock for long.');
        if (versioning.kind === 'told' && versioning.value === undefined)
            return (0,audit_check/* row */.nM)(check, 'pass', 'The bucket keeps no versions, so a lock leaves nothing behind.');
        const missing = [
            ...(daysOf(reaching) === undefined ? ['NoncurrentVersionExpiration'] : []),
            ...(reaching.some(({ removesDeleteMarkers }) => removesDeleteMarkers)
                ? []
                : ['ExpiredObjectDeleteMarker']),
        ];
        return missing.length === 0
            ? (0,audit_check/* row */.nM)(check, 'pass', 'Old versions and delete markers of the lock file are removed.')
            : (0,audit_check/* row */.nM)(check, 'warn', `No rule for the lock file has ${missing.join(' or ')}: each run leaves a version and a delete marker.`, fix);
    });
}
function reaches({ prefix, narrowedBy }, key) {
    return narrowedBy === undefined && key.startsWith(prefix);
}
/** An object may have any size; Terraform gives it no tags. */
function isRemoved(rules, key) {
    return rules.some(({ expiresCurrent, prefix, narrowedBy }) => expiresCurrent && narrowedBy !== 'tags' && key.startsWith(prefix));
}
/** Of several rules the shortest counts. */
function daysOf(rules) {
    const days = rules.flatMap(({ noncurrentDays }) => (noncurrentDays === undefined ? [] : [noncurrentDays]));
    return days.length === 0 ? undefined : Math.min(...days);
}

;// CONCATENATED MODULE: ./src/audit/lock-table.ts


/** What Terraform writes needs (internal/backend/remote-state/s3/client.go): one string key, named LockID. */
const KEY = 'LockID (S, HASH)';
function judgeLockTable(table, { description, recovery }) {
    const fix = fixLockTable(table);
    const ofTable = (check, judge) => (0,audit_check/* judgeTold */.vp)(check, description, (found) => found === undefined ? (0,audit_check/* row */.nM)(check, 'unknown', `Not known: there is no table "${table}".`) : judge(found));
    return [
        (0,audit_check/* judgeTold */.vp)('lock-table', description, (found) => found === undefined
            ? (0,audit_check/* row */.nM)('lock-table', 'fail', `There is no table "${table}".`, fix)
            : judgeKey(found, fix)),
        ofTable('lock-table-billing', ({ billing }) => (0,audit_check/* judgeTold */.vp)('lock-table-billing', billing, (mode) => mode === 'PAY_PER_REQUEST'
            ? (0,audit_check/* row */.nM)('lock-table-billing', 'pass', 'PAY_PER_REQUEST.')
            : (0,audit_check/* row */.nM)('lock-table-billing', 'warn', 'PROVISIONED: where its capacity is used up, locks are refused.', fix))),
        (0,audit_check/* judgeTold */.vp)('lock-table-recovery', recovery, (isOn) => isOn
            ? (0,audit_check/* row */.nM)('lock-table-recovery', 'pass', 'It is on.')
            : (0,audit_check/* row */.nM)('lock-table-recovery', 'warn', 'It is off: the digests of the states could not be brought back.', fix)),
        ofTable('lock-table-deletion', ({ isDeletionProtected }) => (0,audit_check/* judgeTold */.vp)('lock-table-deletion', isDeletionProtected, (isOn) => isOn
            ? (0,audit_check/* row */.nM)('lock-table-deletion', 'pass', 'It is on.')
            : (0,audit_check/* row */.nM)('lock-table-deletion', 'warn', 'It is off: with the table every lock would be gone.', fix))),
    ];
}
function judgeKey({ status, key }, fix) {
    if (key.length !== 1 || key[0] !== KEY)
        return (0,audit_check/* row */.nM)('lock-table', 'fail', `Its key is ${key.join(' and ')}; it has to be ${KEY} alone.`, fix);
    return status === 'ACTIVE' || status === 'UPDATING'
        ? (0,audit_check/* row */.nM)('lock-table', 'pass', `Its key is ${KEY}, and it is ${status}.`)
        : (0,audit_check/* row */.nM)('lock-table', 'fail', `It is ${status}, so no lock can be taken.`);
}

;// CONCATENATED MODULE: ./src/audit/secrets.ts


/** Names of secrets in the blocks of Terraform's backends; what only names a file, a key in KMS or a suffix is none. */
const SECRET = /(?:^|_)(?:secret|secret_key|secret_id|client_secret|password|token|access_key|credentials|private_key|private_key_pem|client_key|encryption_key|customer_key|http_auth|conn_str|passphrase)(?:_pem)?$/;
const NO_SECRET = /^kms_|_(?:files?|path|suffix|arn)$/;
/** `https://user:password@host` */
const URL_WITH_PASSWORD = /\/\/[^/@\s:]*:[^/@\s]+@/;
const PASSWORD_OF_CONNECTION = /(?:^|\s)password\s*=|\/\/[^/@\s:]*:[^/@\s]+@/i;
/** The secrets in what init has left, at any depth. Their values are for hiding them, never for telling. */
function secretsOfBackend(config, path = '') {
    return Object.entries(config).flatMap(([name, value]) => {
        const full = path === '' ? name : `${path}.${name}`;
        if (typeof value === 'string')
            return value !== '' && isSecret(name, value) ? [{ name: full, value }] : [];
        // A nested block is a list of one in configurations of older versions.
        if (Array.isArray(value))
            return value.flatMap((entry) => secretsOfBackend({ [name]: entry }, path));
        if (typeof value !== 'object' || value === null)
            return [];
        return secretsOfBackend(value, full);
    });
}
/** Where init has left nothing to look into, the names in the block tell. */
function judgeSecretsOfBlock(block) {
    const names = block?.attributes.filter((name) => SECRET.test(name) && !NO_SECRET.test(name)) ?? [];
    return names.length === 0
        ? (0,audit_check/* row */.nM)('secrets', 'unknown', 'Not known: what -backend-config brings is seen once init has run.')
        : (0,audit_check/* row */.nM)('secrets', 'fail', `In the backend block, and so in Git: ${names.join(', ')}. ${END}`);
}
function isSecret(name, value) {
    if (URL_WITH_PASSWORD.test(value))
        return true;
    if (!SECRET.test(name) || NO_SECRET.test(name))
        return false;
    if (name === 'conn_str')
        return PASSWORD_OF_CONNECTION.test(value);
    // The gcs backend takes the key itself, or the path of a file that has it.
    return name !== 'credentials' || value.trimStart().startsWith('{');
}
const END = 'Terraform copies it into .terraform/ and every plan file. Give it in the environment, or better a role.';
/** A secret of the block is in Git; one of `-backend-config` is in `.terraform/` and in every plan file. */
function judgeSecrets(type, config, block) {
    const names = secretsOfBackend(config).map(({ name }) => name);
    if (names.length === 0)
        return (0,audit_check/* row */.nM)('secrets', 'pass', 'None was found.');
    const inBlock = names.filter((name) => block?.attributes.includes(name.split('.').at(-1) ?? '') === true);
    const fix = fixBackendBlock(type, `# without ${names.join(', ')}: a role, or the environment, has them`);
    return inBlock.length > 0
        ? (0,audit_check/* row */.nM)('secrets', 'fail', `In the backend block, and so in Git: ${inBlock.join(', ')}. ${END}`, fix)
        : (0,audit_check/* row */.nM)('secrets', 'warn', `In -backend-config: ${names.join(', ')}. ${END}`, fix);
}

;// CONCATENATED MODULE: ./src/audit/separation.ts

/** Whether folders that were audited together are apart. `failed`: how many more there are that init was refused. */
function judgeSeparateState(state, others, failed) {
    const check = 'separate-state';
    const same = others.filter((other) => nameOfState(other) === nameOfState(state)).map(({ folder }) => folder);
    if (same.length > 0)
        return (0,audit_check/* row */.nM)(check, 'fail', `The same state as ${same.join(', ')}: each of them destroys what the other makes. Give each a key of its own.`);
    if (failed > 0)
        return (0,audit_check/* row */.nM)(check, 'unknown', `Not known: ${String(failed)} of the folders could not be initialised.`);
    if (others.length === 0)
        return (0,audit_check/* row */.nM)(check, 'unknown', oneFolder);
    return (0,audit_check/* row */.nM)(check, 'pass', others.length === 1
        ? 'The other folder has another.'
        : `None of the ${String(others.length)} other folders has it.`);
}
const oneFolder = 'Not known: only one folder was given. Name all of them in working-directories.';
function judgeSeparateProduction(state, others) {
    const check = 'separate-production';
    if (others.length === 0)
        return (0,audit_check/* row */.nM)(check, 'unknown', oneFolder);
    const production = [state, ...others].filter(isProduction);
    if (production.length === 0)
        return (0,audit_check/* row */.nM)(check, 'unknown', 'Not known: no folder or address has "prod" or "production" in it.');
    const store = nameOfStore(state);
    if (store === undefined)
        return (0,audit_check/* row */.nM)(check, 'unknown', `Not known: what a backend "${state.type}" shares with others is not looked at.`);
    const shares = (other) => nameOfStore(other) === store;
    const mixed = isProduction(state)
        ? others.filter((other) => !isProduction(other) && shares(other))
        : production.filter(shares);
    const folders = mixed.map(({ folder }) => folder).join(', ');
    if (mixed.length === 0)
        return (0,audit_check/* row */.nM)(check, 'pass', 'No other environment has its state in the same bucket.');
    const told = isProduction(state)
        ? `Production has its state in one bucket with ${folders}`
        : `It has its state in one bucket with production (${folders})`;
    return (0,audit_check/* row */.nM)(check, 'warn', `${told}: whoever may write the one is a policy away from the other. Give production a bucket, better an account, of its own.`);
}
const PRODUCTION = /(?<![a-z\d])(?:prod|production|prd|live)(?![a-z\d])/i;
const NOT_PRODUCTION = /(?<![a-z])(?:non|not|pre)[-_]?(?:prod|production|prd|live)(?![a-z])/gi;
function isProduction({ folder, address }) {
    return PRODUCTION.test(`${folder} ${address}`.replace(NOT_PRODUCTION, ''));
}
/** Stores of one's own may have buckets of one name. */
function nameOfState({ address, config }) {
    return `${endpointOf(config)} ${address}`;
}
function nameOfStore({ type, config, folder }) {
    if (type === 'local')
        return `local ${folder}`;
    const parts = [config['bucket'], config['storage_account_name'], config['container_name']];
    const names = parts.filter((part) => typeof part === 'string' && part !== '');
    return names.length === 0 ? undefined : [type, endpointOf(config), ...names].join(' ');
}
function endpointOf(config) {
    const { endpoint, endpoints } = config;
    const s3 = typeof endpoints === 'object' && endpoints !== null ? endpoints.s3 : undefined;
    return [endpoint, s3].filter((text) => typeof text === 'string').join(' ');
}

;// CONCATENATED MODULE: ./src/audit/wildcard.ts
/** Whether `pattern`, in which `*` is any text and `?` any character, is all of `text`. In linear space, without going back more than one `*`. */
function matchesWildcard(pattern, text) {
    let [at, read] = [0, 0];
    let [star, resume] = [-1, 0];
    while (read < text.length) {
        const sign = pattern[at];
        if (sign === '*') {
            star = at;
            resume = read;
            at += 1;
        }
        else if (sign !== undefined && (sign === '?' || sign === text[read])) {
            at += 1;
            read += 1;
        }
        else if (star >= 0) {
            resume += 1;
            read = resume;
            at = star + 1;
        }
        else
            return false;
    }
    while (pattern[at] === '*')
        at += 1;
    return at === pattern.length;
}

;// CONCATENATED MODULE: ./src/audit/tls-only.ts



/** Whether the policy refuses every request to bucket and objects that comes without TLS. */
function judgeTlsOnly(settings, told) {
    const check = 'tls-only';
    const fix = fixTlsOnly(settings);
    return (0,audit_check/* judgeTold */.vp)(check, told, (json) => {
        if (json === undefined)
            return (0,audit_check/* row */.nM)(check, 'fail', 'The bucket has no policy.', fix);
        const statements = parseStatements(json);
        if (statements === undefined)
            return (0,audit_check/* row */.nM)(check, 'unknown', 'The policy is not JSON that a policy is made of.');
        const gaps = statements.flatMap((statement) => {
            const found = gapsOf(statement, settings);
            return found === undefined ? [] : [found];
        });
        const [fewest] = gaps.toSorted((a, b) => a.length - b.length);
        if (fewest === undefined)
            return (0,audit_check/* row */.nM)(check, 'fail', 'No statement denies requests without TLS.', fix);
        if (fewest.length === 0 || isCoveredTogether(gaps))
            return (0,audit_check/* row */.nM)(check, 'pass', 'Requests without TLS are denied.');
        return (0,audit_check/* row */.nM)(check, 'warn', `Requests without TLS are denied, but not all: ${fewest.join('; ')}.`, fix);
    });
}
/** One statement may be for the bucket and another for what is in it. */
function isCoveredTogether(gaps) {
    const only = (gap) => gaps.some((found) => found.length === 1 && found[0] === gap);
    return only(GAP.bucket) && only(GAP.objects);
}
const GAP = {
    bucket: 'the bucket itself is left out',
    objects: 'some of its objects are left out',
    principal: 'some principals are left out',
    action: 'some actions are left out',
    condition: 'other conditions narrow it',
};
function parseStatements(json) {
    try {
        const statement = JSON.parse(json)?.Statement;
        const statements = Array.isArray(statement) ? statement : [statement];
        return statements.every(isFields) ? statements : undefined;
    }
    catch {
        return undefined;
    }
}
/** What a denial of plain HTTP leaves open; undefined for any other statement. */
function gapsOf(statement, { bucket }) {
    const { Effect, Principal, Action, Resource, Condition } = statement;
    const conditions = conditionsOf(Condition);
    if (Effect !== 'Deny' || !conditions.some(isPlainHttp))
        return undefined;
    return [
        ...(isEverybody(Principal) ? [] : [GAP.principal]),
        ...(textsOf(Action).some((action) => /^(?:\*|s3:\*)$/i.test(action)) ? [] : [GAP.action]),
        ...(tls_only_reaches(Resource, bucket) ? [] : [GAP.bucket]),
        // No key of an object begins with a NUL, so what reaches that reaches all of them.
        ...(tls_only_reaches(Resource, `${bucket}/\u0000`) ? [] : [GAP.objects]),
        ...(conditions.every(isPlainHttp) ? [] : [GAP.condition]),
    ];
}
function conditionsOf(condition) {
    if (!isFields(condition))
        return [];
    return Object.entries(condition).flatMap(([operator, keys]) => Object.entries(isFields(keys) ? keys : {}).map(([key, value]) => [operator, key, value]));
}
/** `s3:TlsVersion` does not do: a request without TLS has no such key, so a comparison with it is never met. */
function isPlainHttp([operator, key, value]) {
    const values = (Array.isArray(value) ? value : [value]);
    const isFalse = values.length === 1 && String(values[0]).toLowerCase() === 'false';
    return /^Bool(?:IfExists)?$/i.test(operator) && key.toLowerCase() === 'aws:securetransport' && isFalse;
}
function isEverybody(principal) {
    if (isFields(principal))
        return textsOf(principal['AWS']).includes('*');
    return textsOf(principal).includes('*');
}
function tls_only_reaches(resource, name) {
    const partitions = ['aws', 'aws-cn', 'aws-us-gov'];
    return textsOf(resource).some((pattern) => partitions.some((partition) => matchesWildcard(pattern, `arn:${partition}:s3:::${name}`)));
}
function textsOf(value) {
    const values = Array.isArray(value) ? value : [value];
    return values.filter((entry) => typeof entry === 'string');
}
function isFields(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}

;// CONCATENATED MODULE: ./src/audit/judge-state.ts











/** One row for each check that is about this backend, in the order of `CHECKS`. */
function judgeState(state, { others, failed }) {
    const { s3, type, config, block } = state;
    return inOrder([
        judgeBackend(state),
        judgeLocking(state),
        judgeSecrets(type, config, block),
        judgeSeparateState(state, others, failed),
        judgeSeparateProduction(state, others),
        ...(s3 === undefined ? [] : judgeS3(s3.settings, s3.facts, state)),
    ]);
}
/** A folder that init was refused: what is known is that, and its files. */
function judgeFailedState({ failure, block }) {
    const told = `The folder could not be initialised, so the store was not looked at: ${failure}`;
    return [(0,audit_check/* row */.nM)('backend', 'fail', told), judgeSecretsOfBlock(block)];
}
function judgeS3(settings, facts, { engine }) {
    const { bucket, table } = facts;
    return [
        judgeMigration(facts, engine),
        judgeOldLock(facts),
        (0,audit_check/* judgeTold */.vp)('versioning', bucket.versioning, (status) => status === 'Enabled'
            ? (0,audit_check/* row */.nM)('versioning', 'pass', 'Enabled.')
            : (0,audit_check/* row */.nM)('versioning', 'fail', `${status ?? 'It never was on'}: a state that is damaged cannot be brought back.`, fixVersioning(settings))),
        judgeDefaultEncryption(settings, bucket.encryption),
        judgeEncrypt(settings, bucket.encryption),
        judgeKmsKey(settings, bucket.encryption),
        judgePublicAccessBlock(settings, bucket),
        judgePublicPolicy(settings, bucket),
        judgeAcl(settings, bucket),
        judgeTlsOnly(settings, bucket.policy),
        (0,audit_check/* judgeTold */.vp)('access-logging', bucket.logTarget, (target) => judgeLogging(settings, target)),
        judgeNoncurrentVersions(settings, bucket),
        judgeLockLeftovers(settings, bucket),
        ...(table === undefined ? [] : judgeLockTable(settings.table ?? '', table)),
    ];
}
function judgeLogging(settings, target) {
    const fix = fixAccessLogging(settings);
    if (target === undefined)
        return (0,audit_check/* row */.nM)('access-logging', 'warn', 'Server access logs are off; CloudTrail data events are not looked at.', fix);
    return target === settings.bucket
        ? (0,audit_check/* row */.nM)('access-logging', 'warn', 'Server access logs go into the bucket itself, where each makes the next.', fix)
        : (0,audit_check/* row */.nM)('access-logging', 'pass', `Server access logs go to ${target}.`);
}
function inOrder(rows) {
    const order = Object.keys(audit_check/* CHECKS */.ui);
    return rows
        .filter((each) => each !== undefined)
        .toSorted((a, b) => order.indexOf(a.check) - order.indexOf(b.check));
}

// EXTERNAL MODULE: ./src/audit/report.ts
var audit_report = __webpack_require__(24261);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/report/audit-section.ts
var audit_section = __webpack_require__(2691);
// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
// EXTERNAL MODULE: ./src/runner/run-directory.ts
var run_directory = __webpack_require__(2493);
// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
;// CONCATENATED MODULE: ./src/terraform/configuration-files.ts


/** Larger than a file that a person writes a backend into. */
const maxFileBytes = 1024 * 1024;
/** The `.tf` and `.tofu` files of a folder, by their names in order. What can't be read is left out. */
async function readConfigurationFiles(folder) {
    const names = await (0,promises_.readdir)(folder).catch(() => []);
    const found = await Promise.all(names
        .filter((name) => /^[^.].*\.(?:tf|tofu)$/.test(name))
        .toSorted()
        .map(async (name) => {
        const path = (0,external_node_path_.join)(folder, name);
        const isSmall = (await (0,promises_.stat)(path)).size <= maxFileBytes;
        return isSmall ? { name, text: await (0,promises_.readFile)(path, 'utf8') } : undefined;
    })
        .map(async (file) => await file.catch(() => undefined)));
    return found.filter((file) => file !== undefined);
}

// EXTERNAL MODULE: ./src/commands/action-page.ts
var action_page = __webpack_require__(3852);
;// CONCATENATED MODULE: ./src/commands/annotate-audit.ts




/** The runner keeps 10 of a kind for each step; init may have told some. */
const maxAnnotations = 9;
/**
 * One annotation a folder, on the line of its backend block: all that is found is about that block, and a pull request
 * with a dozen notes on one line is not read. An error where the folder makes the step fail.
 */
function annotateAudit({ log, inputs, env }, states) {
    const shown = { error: 0, warning: 0 };
    for (const state of states) {
        const verdict = (0,audit_report/* verdictOfState */.cz)(state);
        if (verdict === 'pass')
            continue;
        const { auditFailOn } = inputs;
        const fails = auditFailOn !== 'never' && (verdict === 'fail' || auditFailOn === 'warn');
        const kind = fails ? 'error' : 'warning';
        shown[kind] += 1;
        if (shown[kind] > maxAnnotations)
            continue;
        const title = (0,plain_text/* plainLine */.h0)(`Backend of ${state.folder}: ${(0,audit_report/* countVerdicts */.qX)(state.rows)}`);
        log.annotate(kind, (0,plain_text/* plainText */.wh)((0,audit_section/* renderAuditNote */.u)(state, (0,action_page/* pageOf */.Z)(env, 'docs/audit.md'))), {
            title,
            ...state.place,
        });
    }
}

// EXTERNAL MODULE: ./src/backend/backend-file.ts
var backend_file = __webpack_require__(94211);
// EXTERNAL MODULE: ./src/backend/read-failure.ts
var read_failure = __webpack_require__(90701);
// EXTERNAL MODULE: ./src/backend/request.ts
var request = __webpack_require__(2293);
;// CONCATENATED MODULE: ./src/backend/ask.ts


/** One question to AWS. Whatever comes of it is told; only the end of the job is thrown. */
async function ask({ permission, send, read, absent }, signal) {
    try {
        return read(await (0,request/* within */.u)(send, signal));
    }
    catch (error) {
        signal.throwIfAborted();
        if (absent !== undefined && (0,read_failure/* nameOf */.Vb)(error) === absent.name)
            return { kind: 'told', value: absent.value };
        return notTold(whyNot(error, permission));
    }
}
function told(value) {
    return { kind: 'told', value };
}
/** An answer without the field that was asked for says nothing. */
function fieldOf(name, value) {
    return value === undefined ? notTold(`the answer has no ${name}`) : told(value);
}
function notTold(why) {
    return { kind: 'not-told', why };
}
function whyNot(error, permission) {
    // DynamoDB answers 400 to whoever may not.
    const isDenied = (0,read_failure/* statusOf */.c2)(error) === 403 || /^AccessDenied/.test((0,read_failure/* nameOf */.Vb)(error));
    return isDenied ? `access was denied; it needs ${permission}` : (0,read_failure/* describeFailure */.Ic)(error);
}

;// CONCATENATED MODULE: ./src/backend/bucket-answers.ts

function encryptionFromRule(rule) {
    const { SSEAlgorithm: algorithm, KMSMasterKeyID: keyId } = rule ?? {};
    return algorithm === undefined ? notTold('the answer has no SSEAlgorithm') : told({ algorithm, keyId });
}
function publicAccessBlockFromAnswer({ PublicAccessBlockConfiguration: found, }) {
    const { BlockPublicAcls, IgnorePublicAcls, BlockPublicPolicy, RestrictPublicBuckets } = found ?? {};
    if (BlockPublicAcls === undefined ||
        IgnorePublicAcls === undefined ||
        BlockPublicPolicy === undefined ||
        RestrictPublicBuckets === undefined)
        return notTold('the answer has not all four settings');
    return told({
        blocksAcls: BlockPublicAcls,
        ignoresAcls: IgnorePublicAcls,
        blocksPolicy: BlockPublicPolicy,
        restrictsBucket: RestrictPublicBuckets,
    });
}
/** The groups of everybody, and of everybody with an AWS account (docs.aws.amazon.com/AmazonS3/latest/userguide/acl-overview.html). */
const PUBLIC_GROUP = /\/groups\/global\/(AllUsers|AuthenticatedUsers)$/;
function publicGrantsFromAnswer({ Grants }) {
    if (Grants === undefined)
        return notTold('the answer has no Grants');
    return told(Grants.flatMap(({ Grantee, Permission = '' }) => {
        const [, group] = PUBLIC_GROUP.exec(Grantee?.URI ?? '') ?? [];
        return group === undefined ? [] : [`${Permission} to ${group}`];
    }));
}
function ruleFromAnswer(rule) {
    const { Filter, Expiration, NoncurrentVersionExpiration } = rule;
    const { Prefix, Tag, And, ObjectSizeGreaterThan, ObjectSizeLessThan } = Filter ?? {};
    const sizes = [
        ObjectSizeGreaterThan,
        ObjectSizeLessThan,
        And?.ObjectSizeGreaterThan,
        And?.ObjectSizeLessThan,
    ];
    const hasTags = Tag !== undefined || (And?.Tags ?? []).length > 0;
    const hasSize = sizes.some((size) => size !== undefined);
    return {
        // The prefix of a rule without a filter is that of the first form of these rules, which S3 still keeps.
        prefix: Prefix ?? And?.Prefix ?? rule.Prefix ?? '',
        narrowedBy: hasTags ? 'tags' : hasSize ? 'size' : undefined,
        expiresCurrent: Expiration?.Days !== undefined || Expiration?.Date !== undefined,
        noncurrentDays: NoncurrentVersionExpiration?.NoncurrentDays,
        removesDeleteMarkers: Expiration?.ExpiredObjectDeleteMarker === true,
    };
}
function rulesFromAnswer({ Rules, }) {
    const found = fieldOf('Rules', Rules);
    if (found.kind === 'not-told')
        return found;
    return told(found.value.filter(({ Status }) => Status === 'Enabled').map(ruleFromAnswer));
}

;// CONCATENATED MODULE: ./src/backend/bucket-settings.ts


/**
 * Asks S3 for the settings of a bucket, each by itself and all at once: one that is denied hides no other. Writes
 * nothing. Never rejects, except for what ended the job.
 */
async function readBucketFacts(bucket, client, signal) {
    const s3 = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711)]).then(__webpack_require__.t.bind(__webpack_require__, 53711, 19));
    const of = { Bucket: bucket };
    const question = (permission, send, read, absent) => ask({
        permission: `s3:${permission}`,
        send: async (abortSignal) => await send(await client(), { abortSignal }),
        ...{ read, absent },
    }, signal);
    const [versioning, encryption, publicAccessBlock, hasPublicPolicy, ownership, publicGrants, policy, logTarget, lifecycle,] = await Promise.all([
        question('GetBucketVersioning', (to, options) => to.send(new s3.GetBucketVersioningCommand(of), options), 
        // Without a status where versioning never was on (API_GetBucketVersioning).
        ({ Status }) => told(Status)),
        question('GetEncryptionConfiguration', (to, options) => to.send(new s3.GetBucketEncryptionCommand(of), options), ({ ServerSideEncryptionConfiguration: found }) => encryptionFromRule(found?.Rules?.[0]?.ApplyServerSideEncryptionByDefault), { name: 'ServerSideEncryptionConfigurationNotFoundError', value: undefined }),
        question('GetBucketPublicAccessBlock', (to, options) => to.send(new s3.GetPublicAccessBlockCommand(of), options), publicAccessBlockFromAnswer, { name: 'NoSuchPublicAccessBlockConfiguration', value: undefined }),
        question('GetBucketPolicyStatus', (to, options) => to.send(new s3.GetBucketPolicyStatusCommand(of), options), ({ PolicyStatus }) => fieldOf('PolicyStatus.IsPublic', PolicyStatus?.IsPublic), { name: 'NoSuchBucketPolicy', value: false }),
        question('GetBucketOwnershipControls', (to, options) => to.send(new s3.GetBucketOwnershipControlsCommand(of), options), ({ OwnershipControls }) => fieldOf('ObjectOwnership', OwnershipControls?.Rules?.[0]?.ObjectOwnership), { name: 'OwnershipControlsNotFoundError', value: undefined }),
        question('GetBucketAcl', (to, options) => to.send(new s3.GetBucketAclCommand(of), options), publicGrantsFromAnswer),
        question('GetBucketPolicy', (to, options) => to.send(new s3.GetBucketPolicyCommand(of), options), ({ Policy }) => fieldOf('Policy', Policy), { name: 'NoSuchBucketPolicy', value: undefined }),
        question('GetBucketLogging', (to, options) => to.send(new s3.GetBucketLoggingCommand(of), options), 
        // An empty answer where it is off (API_GetBucketLogging).
        ({ LoggingEnabled }) => LoggingEnabled === undefined ? told(undefined) : fieldOf('TargetBucket', LoggingEnabled.TargetBucket)),
        question('GetLifecycleConfiguration', (to, options) => to.send(new s3.GetBucketLifecycleConfigurationCommand(of), options), rulesFromAnswer, { name: 'NoSuchLifecycleConfiguration', value: [] }),
    ]);
    return {
        ...{ versioning, encryption, publicAccessBlock, hasPublicPolicy, ownership, publicGrants, policy },
        ...{ logTarget, lifecycle },
    };
}

// EXTERNAL MODULE: ./src/backend/dynamodb-lock.ts
var dynamodb_lock = __webpack_require__(94828);
// EXTERNAL MODULE: ./src/backend/resolve.ts + 12 modules
var resolve = __webpack_require__(39213);
// EXTERNAL MODULE: ./src/backend/s3-lock.ts
var s3_lock = __webpack_require__(79394);
;// CONCATENATED MODULE: ./src/backend/table-settings.ts

/** One page: a lock table has two items for each state. */
const maxScannedItems = 1_000;
/** Asks DynamoDB about a lock table, all at once, as `readBucketFacts` does S3. `lockKey`: of the state at hand. */
async function readLockTableFacts(table, lockKey, client, signal) {
    const { DescribeContinuousBackupsCommand, DescribeTableCommand, ScanCommand } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(305)]).then(__webpack_require__.t.bind(__webpack_require__, 64305, 19));
    const [description, recovery, otherLocks] = await Promise.all([
        ask({
            permission: 'dynamodb:DescribeTable',
            send: async (abortSignal) => await (await client()).send(new DescribeTableCommand({ TableName: table }), { abortSignal }),
            read: ({ Table }) => descriptionFromAnswer(Table),
            absent: { name: 'ResourceNotFoundException', value: undefined },
        }, signal),
        ask({
            permission: 'dynamodb:DescribeContinuousBackups',
            send: async (abortSignal) => await (await client()).send(new DescribeContinuousBackupsCommand({ TableName: table }), { abortSignal }),
            read: ({ ContinuousBackupsDescription: found }) => {
                const status = found?.PointInTimeRecoveryDescription?.PointInTimeRecoveryStatus;
                const isOn = status === undefined ? undefined : status === 'ENABLED';
                return fieldOf('PointInTimeRecoveryStatus', isOn);
            },
        }, signal),
        ask({
            permission: 'dynamodb:Scan',
            send: async (abortSignal) => await (await client()).send(
            // Only a lock has an Info; the digest of a state has none.
            new ScanCommand({
                TableName: table,
                Limit: maxScannedItems,
                ProjectionExpression: 'LockID',
                FilterExpression: 'attribute_exists(Info)',
            }), { abortSignal }),
            read: ({ Items }) => fieldOf('Items', Items?.filter(({ LockID }) => LockID?.S !== lockKey).length),
        }, signal),
    ]);
    return { description, recovery, otherLocks };
}
function descriptionFromAnswer(table) {
    const { TableStatus: status, KeySchema, AttributeDefinitions = [], DeletionProtectionEnabled: isProtected, } = table ?? {};
    if (status === undefined || KeySchema === undefined)
        return notTold('the answer has no KeySchema');
    const typeOf = (name = '') => AttributeDefinitions.find(({ AttributeName }) => AttributeName === name)?.AttributeType ?? '?';
    const key = KeySchema.map(({ AttributeName = '?', KeyType = '?' }) => `${AttributeName} (${typeOf(AttributeName)}, ${KeyType})`);
    const isDeletionProtected = fieldOf('DeletionProtectionEnabled', isProtected);
    return told({ ...{ status, key, billing: billingOf(table) }, isDeletionProtected });
}
/** A table that never was on demand has no summary (API_BillingModeSummary), but a capacity. */
function billingOf(table) {
    const mode = table?.BillingModeSummary?.BillingMode;
    if (mode !== undefined)
        return told(mode === 'PAY_PER_REQUEST' ? mode : 'PROVISIONED');
    return (table?.ProvisionedThroughput?.ReadCapacityUnits ?? 0) > 0
        ? told('PROVISIONED')
        : notTold('the answer has no BillingModeSummary');
}

;// CONCATENATED MODULE: ./src/backend/backend-settings.ts







function settingsFromConfig(config) {
    const { bucket, statePath, dynamodbTable, useLockfile, encrypt, kmsKeyId, sseCustomerKey, acl } = config;
    return {
        ...{ bucket, key: statePath, encrypt, kmsKeyId, acl },
        mechanism: (0,resolve/* mechanismOf */.De)(useLockfile, dynamodbTable !== undefined),
        table: dynamodbTable,
        hasCustomerKey: sseCustomerKey !== undefined,
    };
}
/** Everything that `audit` asks an S3 backend for: up to 14 requests, all at once, and none that writes. */
async function readS3Facts(config, clock, signal) {
    const { bucket, statePath, dynamodbTable, useLockfile } = config;
    const obstacle = (0,resolve/* obstacleOf */.HD)(config);
    if (obstacle !== undefined)
        return nothingTold(config, obstacle);
    const { createDynamoDbClient, createS3Client } = await Promise.all(/* import() */[__webpack_require__.e(861), __webpack_require__.e(711), __webpack_require__.e(352)]).then(__webpack_require__.bind(__webpack_require__, 62352));
    const [s3, dynamodb] = await Promise.all([
        createS3Client(config),
        dynamodbTable === undefined ? undefined : createDynamoDbClient(config),
    ]);
    const s3Client = () => Promise.resolve(s3);
    const lockKey = `${bucket}/${statePath}`;
    const file = useLockfile ? (0,s3_lock/* createS3Lock */.Q)(config, s3Client, clock) : undefined;
    const tableOf = dynamodbTable === undefined || dynamodb === undefined
        ? undefined
        : {
            lock: (0,dynamodb_lock/* createDynamoDbLock */.Y)(dynamodbTable, lockKey, () => Promise.resolve(dynamodb), clock),
            facts: readLockTableFacts(dynamodbTable, lockKey, () => Promise.resolve(dynamodb), signal),
        };
    const readLocks = async () => await Promise.all([file?.read(signal), tableOf?.lock.read(signal)]);
    const [facts, locks, table] = await Promise.all([
        readBucketFacts(bucket, s3Client, signal),
        // A pair that disagrees is mostly one that was read while a lock was taken or freed.
        readLocks().then(async (pair) => (isSplit(pair) ? await readLocks() : pair)),
        tableOf?.facts,
    ]);
    return { bucket: facts, table, lockFile: locks[0], lockItem: locks[1] };
}
function isSplit([file, item]) {
    return file !== undefined && item !== undefined && (0,lock_reading/* readingsDisagree */.YV)(file, item);
}
/** Where our requests might go elsewhere than Terraform's, what they told would be about something else. */
function nothingTold({ useLockfile, dynamodbTable }, reason) {
    const lock = { kind: 'unknown', reason, transient: false };
    const unknown = notTold(reason);
    const bucket = {
        ...{ versioning: unknown, encryption: unknown, publicAccessBlock: unknown, hasPublicPolicy: unknown },
        ...{ ownership: unknown, publicGrants: unknown, policy: unknown, logTarget: unknown, lifecycle: unknown },
    };
    return {
        bucket,
        table: dynamodbTable === undefined
            ? undefined
            : { description: unknown, recovery: unknown, otherLocks: unknown },
        lockFile: useLockfile ? lock : undefined,
        lockItem: dynamodbTable === undefined ? undefined : lock,
    };
}

// EXTERNAL MODULE: ./src/backend/s3-config.ts
var s3_config = __webpack_require__(75051);
// EXTERNAL MODULE: ./src/terraform/version.ts
var version = __webpack_require__(94824);
// EXTERNAL MODULE: ./src/commands/prepare.ts
var prepare = __webpack_require__(38357);
;// CONCATENATED MODULE: ./src/commands/look-at-backend.ts







/** Initialises a folder and asks its store for all that is judged. `path`: absolute. */
async function lookAtBackend(deps, journey, path, { folder, block }) {
    const { env, log } = deps;
    const inputs = { ...deps.inputs, workingDirectory: path };
    const { terraform, backend, workspace } = await (0,prepare/* prepare */.iA)({ ...deps, inputs }, journey);
    const { type, config } = await (0,backend_file/* readBackendFile */.RK)((0,backend_file/* dataDirectory */.e2)(path, env));
    for (const { value } of secretsOfBackend(config)) {
        log.mask(value);
        journey.sensitive.add(value);
    }
    const reading = type === 's3' ? readS3((0,s3_config/* parseS3Config */.C)(config, workspace, env, path), deps) : undefined;
    const [engine, s3] = await Promise.all([readEngineVersion(terraform), reading]);
    return { folder, address: backend.address, type, config, engine, block, s3 };
}
async function readEngineVersion(terraform) {
    const installed = await (0,version/* readInstalledEngine */.v)(terraform);
    if (installed === undefined)
        return undefined;
    return (0,engine_version/* parseEngineVersion */.w0)(installed.engine === 'tofu' ? 'opentofu' : 'terraform', installed.version);
}
async function readS3(config, { clock, cancelled, holders }) {
    const facts = await readS3Facts(config, clock, cancelled);
    const withRun = async (reading) => reading?.kind === 'held' ? { ...reading, holder: await holders.look(reading.holder) } : reading;
    const [lockFile, lockItem] = await Promise.all([withRun(facts.lockFile), withRun(facts.lockItem)]);
    return { settings: settingsFromConfig(config), facts: { ...facts, lockFile, lockItem } };
}

// EXTERNAL MODULE: ./src/commands/redact.ts + 1 modules
var commands_redact = __webpack_require__(33765);
;// CONCATENATED MODULE: ./src/commands/audit.ts












/**
 * One folder after the other; one that can't be initialised is a finding, and does not keep the others from being told.
 * @throws what stood in the way of the first, when none of them can
 */
async function audit(deps, journey) {
    const { inputs } = deps;
    const looks = [];
    for (const path of new Set(inputs.workingDirectories))
        looks.push(await lookAtFolder(deps, journey, path));
    const states = looks.flatMap(({ found }) => ('state' in found ? [found.state] : []));
    if (states.length === 0)
        throw looks.map(({ found }) => ('error' in found ? found.error : undefined))[0];
    // With several there is not one address to name.
    if (looks.length > 1)
        journey.stateAddress = undefined;
    const report = redactReport(reportOf(looks, states), journey);
    tell(deps, report);
    journey.audit = report;
    const jsonFile = await deps.runDirectory.createFile('audit.json');
    await (0,run_directory/* writePrivateFile */.Pl)(jsonFile, (0,audit_report/* auditJson */.gC)(report));
    const verdict = (0,audit_report/* verdictOfReport */.Nw)(report);
    const { auditFailOn } = inputs;
    const isFailure = auditFailOn !== 'never' && (verdict === 'fail' || verdict === auditFailOn);
    return { kind: 'audited', verdict, isFailure, jsonFile };
}
async function lookAtFolder(deps, journey, path) {
    const { workspaceRoot } = deps.inputs;
    const folder = (0,external_node_path_.relative)(workspaceRoot, path).split(external_node_path_.sep).join('/') || '.';
    const found = findBackendBlock(await readConfigurationFiles(path));
    const block = found?.block;
    const place = found === undefined
        ? undefined
        : {
            file: folder === '.' ? found.file : `${folder}/${found.file}`,
            line: found.block.line,
            endLine: found.block.endLine,
        };
    try {
        return { folder, place, found: { state: await lookAtBackend(deps, journey, path, { folder, block }) } };
    }
    catch (error) {
        if (deps.cancelled.aborted)
            throw new errors/* LockstepError */.Cj('cancelled', 'The job was cancelled before all was looked at.', '', {
                cause: error,
            });
        const failure = (0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error), 300);
        deps.log.say(`The backend of ${(0,plain_text/* plainLine */.h0)(folder)} can't be looked at: ${failure}`);
        return { folder, place, found: { failed: { folder, failure, block }, error } };
    }
}
function reportOf(looks, states) {
    const failed = looks.length - states.length;
    return {
        engine: states[0]?.engine,
        states: looks.map(({ folder, place, found }) => {
            if ('failed' in found)
                return { folder, place, address: undefined, type: undefined, rows: judgeFailedState(found.failed) };
            const { state } = found;
            const others = states.filter((other) => other !== state);
            return {
                folder,
                place,
                address: state.address,
                type: state.type,
                rows: judgeState(state, { others, failed }),
            };
        }),
    };
}
/** Evidence names secrets and quotes none; a policy or a name of somebody else's may hold one all the same. */
function redactReport(report, journey) {
    const redact = (0,commands_redact/* redactionOf */.Zx)(journey, false);
    const redactRow = (each) => ({
        ...each,
        evidence: redact(each.evidence),
        fix: each.fix === undefined ? undefined : redact(each.fix),
    });
    return { ...report, states: report.states.map((state) => ({ ...state, rows: state.rows.map(redactRow) })) };
}
function tell(deps, { states, engine }) {
    const { log } = deps;
    if (engine !== undefined)
        log.say(`Version: ${describeEngine(engine)}`);
    for (const { folder, address, rows } of states) {
        const state = address === undefined ? '' : ` (${(0,plain_text/* plainLine */.h0)(address, 500)})`;
        log.say(`Audit of ${(0,plain_text/* plainLine */.h0)(folder)}${state}: ${(0,audit_report/* countVerdicts */.qX)(rows)}`);
        for (const each of rows)
            log.say((0,audit_section/* renderAuditLine */.cs)(each));
    }
    annotateAudit(deps, states);
}
function describeEngine({ engine, text }) {
    return `${engine === 'opentofu' ? 'OpenTofu' : 'Terraform'} ${text}`;
}


/***/ }),

/***/ 2691:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Wy: () => (/* binding */ renderAudit),
/* harmony export */   cs: () => (/* binding */ renderAuditLine),
/* harmony export */   u: () => (/* binding */ renderAuditNote)
/* harmony export */ });
/* harmony import */ var _audit_check_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(45471);
/* harmony import */ var _audit_report_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(24261);


const MARKS = {
    fail: '❌ fail',
    warn: '⚠️ warn',
    unknown: '❔ unknown',
    pass: '✅ pass',
};
const ORDER = ['fail', 'warn', 'unknown', 'pass'];
/** Of the 1 MiB of a summary, with room for the rest of it. */
const maxSectionBytes = 700_000;
const maxFixBytes = 4_000;
/** For the job summary: each folder with its checks, the worst first, and the fixes as Terraform code. */
function renderAudit(report, foreign) {
    const parts = [];
    let room = maxSectionBytes;
    for (const [index, state] of report.states.entries()) {
        const whole = renderState(state, foreign);
        const table = Buffer.byteLength(whole) > room ? renderState(state, foreign, false) : whole;
        room -= Buffer.byteLength(table);
        if (room < 0) {
            const left = report.states.length - index;
            return [
                ...parts,
                `… and ${String(left)} more; all are in the file that the output \`audit-json-file\` names.`,
            ];
        }
        parts.push(table);
    }
    return parts;
}
function renderState({ folder, address, rows, place }, foreign, withFixes = true) {
    const at = place === undefined ? '' : `, ${foreign.code(`${place.file}:${String(place.line)}`)}`;
    const state = address === undefined ? '' : `${foreign.code(address, 1_200)}${at}: `;
    const sorted = rows.toSorted((a, b) => ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict));
    return [
        `#### ${foreign.code(folder)}`,
        `${state}${(0,_audit_report_js__WEBPACK_IMPORTED_MODULE_1__/* .countVerdicts */ .qX)(rows)}`,
        ['| | Check | Evidence |', '| --- | --- | --- |', ...sorted.map((each) => renderRow(each, foreign))].join('\n'),
        ...(withFixes ? renderFixes(sorted, foreign) : []),
    ].join('\n\n');
}
function renderRow({ check, verdict, evidence }, foreign) {
    // A bar is escaped by prose already.
    return `| ${MARKS[verdict]} | ${_audit_check_js__WEBPACK_IMPORTED_MODULE_0__/* .CHECKS */ .ui[check].title} (\`${check}\`) | ${foreign.prose(evidence).replaceAll('\n', ' ')} |`;
}
/** Checks that one piece of code settles have it once. */
function renderFixes(rows, foreign) {
    const checks = new Map();
    for (const { check, fix } of rows)
        if (fix !== undefined)
            checks.set(fix, [...(checks.get(fix) ?? []), `\`${check}\``]);
    if (checks.size === 0)
        return [];
    const fixes = [...checks].map(([fix, names]) => `For ${names.join(', ')}:\n\n${asHcl(foreign.fence(fix, maxFixBytes, '# …').trim())}`);
    return ['<details><summary>The fixes, as Terraform code</summary>', ...fixes, '</details>'];
}
function asHcl(fence) {
    return fence.replace(/^(`{3,})\n/, '$1hcl\n');
}
/** For an annotation on the line of the backend block: what does not pass, a line each. */
function renderAuditNote({ rows }, page) {
    const open = ['fail', 'warn'].flatMap((verdict) => rows.filter((each) => each.verdict === verdict));
    const lines = open.map(({ verdict, check, evidence }) => `${verdict} ${check}: ${evidence}`);
    return [...lines, `The job summary has the fixes as Terraform code; ${page} explains each check.`].join('\n');
}
/** For the log: one line a check. */
function renderAuditLine({ verdict, check, evidence }) {
    return `  ${verdict.padEnd(8)}${check.padEnd(20)} ${evidence}`;
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


/***/ })

};
