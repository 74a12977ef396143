export const id = 236;
export const ids = [236,455];
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

/***/ 79952:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ renderFinding),
/* harmony export */   v: () => (/* binding */ renderFindings)
/* harmony export */ });
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(6676);

const maxPasteBytes = 2_000;
const maxShown = 20;
/** For an annotation on the line: what is so, what to paste, and the page that explains it. */
function renderFinding({ message, paste }, page) {
    return `${message}\nPaste:\n${indented(paste)}\n${(0,_plain_text_js__WEBPACK_IMPORTED_MODULE_0__/* .plainLine */ .h0)(page, 300)}`;
}
/** For the job summary: the same of all that was found. */
function renderFindings(findings, foreign) {
    if (findings.length === 0)
        return [];
    const shown = findings.slice(0, maxShown).map(({ code, message, place, paste }) => {
        const at = place === undefined ? '' : ` in ${foreign.code(`${place.file.path}:${String(place.line)}`)}`;
        return [
            `**${code}**${at}: ${foreign.prose(message)}`,
            foreign.fence(paste, maxPasteBytes, '…').trim(),
        ].join('\n\n');
    });
    return ['#### The concurrency of this workflow', ...shown];
}
function indented(text) {
    return text
        .split('\n')
        .map((line) => `  ${line}`)
        .join('\n');
}


/***/ }),

/***/ 5236:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   maxSummaryBytes: () => (/* binding */ maxSummaryBytes),
/* harmony export */   renderJobSummary: () => (/* binding */ renderJobSummary),
/* harmony export */   renderNote: () => (/* binding */ renderNote)
/* harmony export */ });
/* harmony import */ var _lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(89739);
/* harmony import */ var _retry_duration_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(87100);
/* harmony import */ var _audit_section_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(2691);
/* harmony import */ var _diagnostics_section_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(61000);
/* harmony import */ var _findings_section_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(79952);
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(2792);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_10__ = __webpack_require__(6676);
/* harmony import */ var _queue_text_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(10905);
/* harmony import */ var _run_links_js__WEBPACK_IMPORTED_MODULE_9__ = __webpack_require__(96679);
/* harmony import */ var _versions_section_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(93455);
/* harmony import */ var _story_text_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(61669);











/** GitHub drops a step's whole summary above this size. */
const maxSummaryBytes = 1024 * 1024;
const maxDiagnosticsBytes = 50_000;
const maxRecoveryBytes = 300_000;
const maxComparisonBytes = 200_000;
const cutNote = '… the rest of the plan is in the log';
/** Markdown of at most 1 MiB: what the comment tells, one table, and the whole plan, collapsed. */
function renderJobSummary(story, options) {
    const foreign = (0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_4__/* .createForeignText */ .A)(options.sensitive);
    const head = [
        `### ${(0,_story_text_js__WEBPACK_IMPORTED_MODULE_6__/* .renderHeadline */ .L)(story, foreign)}`,
        ...(0,_story_text_js__WEBPACK_IMPORTED_MODULE_6__/* .renderOpening */ .l)(story, foreign, {
            ...{ ...options, recoveryBytes: maxRecoveryBytes, comparisonBytes: maxComparisonBytes },
        }),
        ...(0,_queue_text_js__WEBPACK_IMPORTED_MODULE_7__/* .renderQueue */ .E)(story, foreign),
        renderTable(story, foreign),
        ...story.warnings.slice(0, 100).map((warning) => `> ⚠️ ${foreign.prose(warning).replace(/\n/g, '\n> ')}`),
        (0,_diagnostics_section_js__WEBPACK_IMPORTED_MODULE_3__/* .renderDiagnostics */ .D)(story.diagnostics, foreign, maxDiagnosticsBytes),
        ...(0,_findings_section_js__WEBPACK_IMPORTED_MODULE_8__/* .renderFindings */ .v)(story.findings, foreign),
        ...(0,_versions_section_js__WEBPACK_IMPORTED_MODULE_5__/* .renderVersions */ .K)(story.restore, story.run, foreign),
        ...(story.audit === undefined ? [] : (0,_audit_section_js__WEBPACK_IMPORTED_MODULE_2__/* .renderAudit */ .Wy)(story.audit, foreign)),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
    return `${head}\n${renderPlan(story.planText, foreign, maxSummaryBytes - Buffer.byteLength(head) - 2)}\n`;
}
/** A warning that came up after the summary was written. */
function renderNote(warning) {
    return `\n> ⚠️ ${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_4__/* .createForeignText */ .A)(new Set()).prose(warning).replace(/\n/g, '\n> ')}\n`;
}
/**
 * What headline and opening have not told. The result has a row although the headline says it in words: it is the
 * output that a later step's `if` compares. Where the opening has the holder's table there is no second one.
 */
function renderTable(story, foreign) {
    const { command, phase, holder, run } = story;
    const result = phase.kind === 'ended' ? phase.result : '';
    const isContended = result === 'contended';
    if (holder !== undefined && (isContended || result === 'locked' || command === 'unlock'))
        return '';
    const rows = [
        ['Result', foreign.cell(result)],
        ['Lock waited for', isContended ? '' : renderWaited(story)],
        ['Last holder', holder === undefined ? '' : renderHolder(holder, run, foreign)],
    ];
    const told = rows.filter(([, value]) => value !== '');
    return ['| | |', '| --- | --- |', ...told.map(([name, value]) => `| ${name} | ${value} |`)].join('\n');
}
function renderWaited({ lockWaitedMs, lockAttempts }) {
    const tries = lockAttempts === 1 ? '1 try' : `${String(lockAttempts)} tries`;
    const isShort = lockWaitedMs < 500;
    // Terraform was not started, so a short look at the lock was all.
    if (lockAttempts === 0)
        return isShort ? '' : (0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_1__/* .renderDuration */ .PP)(lockWaitedMs);
    return `${isShort ? 'not at all' : (0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_1__/* .renderDuration */ .PP)(lockWaitedMs)} (${tries})`;
}
function renderHolder(holder, own, foreign) {
    const { run, who, operation, info } = holder;
    const created = holder.created.replace(/\.\d+Z$/, 'Z');
    const facts = run === null
        ? [who, (0,_lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_0__/* .describeOperation */ .R8)(operation), created, info]
        : [(0,_lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_0__/* .describeOperation */ .R8)(operation), created];
    return [
        ...(run === null ? [] : [(0,_run_links_js__WEBPACK_IMPORTED_MODULE_9__/* .renderHolderRun */ .Yn)(run, own, foreign)]),
        ...facts.filter((text) => text !== '').map((text) => foreign.cell(text)),
    ].join(', ');
}
function renderPlan(text, foreign, limitBytes) {
    if ((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_10__/* .plainText */ .wh)(text).trim() === '')
        return '';
    const [before, after] = ['\n<details><summary>The plan</summary>\n\n', '\n</details>\n'];
    const room = limitBytes - Buffer.byteLength(before + after);
    return `${before}${foreign.fence(text, room, cutNote)}${after}`;
}


/***/ }),

/***/ 93455:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   K: () => (/* binding */ renderVersions),
/* harmony export */   renderVersionLines: () => (/* binding */ renderVersionLines)
/* harmony export */ });
/* harmony import */ var _lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(89739);
/* harmony import */ var _restore_judge_restore_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(66802);
/* harmony import */ var _restore_state_summary_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(67782);
/* harmony import */ var _instant_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(44843);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(6676);
/* harmony import */ var _run_links_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(96679);






const maxAddresses = 50;
const maxAddressesBytes = 20_000;
const HEADINGS = {
    when: 'Stored',
    serial: 'Serial',
    lineage: 'Lineage',
    engine: 'Terraform',
    resources: 'Resources',
    difference: 'Against now',
    size: 'Size',
    writer: 'Written by',
    versionId: 'Version ID',
};
/** For the log: a table in plain lines. */
function renderVersionLines(report) {
    const rows = [HEADINGS, ...rowsOf(report)].map((row) => Object.values(row).map((cell) => (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_3__/* .plainLine */ .h0)(cell, 200)));
    const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
    const lines = rows.map((row) => row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd());
    return [...lines, ...describeRest(report)];
}
/** For the job summary. */
function renderVersions(report, run, foreign) {
    if (report === undefined)
        return [];
    const rows = rowsOf(report).map((row, index) => {
        const writer = report.history.versions[index]?.writer?.run;
        const link = writer ? (0,_run_links_js__WEBPACK_IMPORTED_MODULE_4__/* .renderHolderRun */ .Yn)(writer, run, foreign) : undefined;
        const cells = Object.entries(row).map(([column, cell]) => column === 'writer' && link !== undefined ? link : cell === '' ? '' : foreign.cell(cell));
        return `| ${cells.join(' | ')} |`;
    });
    const heads = Object.values(HEADINGS);
    return [
        ...renderDone(report.done, foreign),
        ...renderDigest(report, foreign),
        report.done === undefined ? '#### Versions' : '#### Versions, as they were before',
        [`| ${heads.join(' | ')} |`, `|${' --- |'.repeat(heads.length)}`, ...rows].join('\n'),
        ...describeRest(report),
        ...(report.done === undefined && rows.length > 1
            ? [
                'Against now: how many resources the state would know again (+), know no more (-), or know as they were then (~). To bring one back: `command: restore` with `state-version`, the version ID.',
            ]
            : []),
    ];
}
function rowsOf({ history }) {
    const now = (0,_restore_judge_restore_js__WEBPACK_IMPORTED_MODULE_1__/* .summaryOf */ .Y)(history.versions[0]);
    return history.versions.map((version) => {
        const { storedAt, sizeBytes, versionId, isLatest } = version;
        const summary = (0,_restore_judge_restore_js__WEBPACK_IMPORTED_MODULE_1__/* .summaryOf */ .Y)(version);
        const isNow = isLatest ? 'now' : '';
        return {
            when: (0,_instant_js__WEBPACK_IMPORTED_MODULE_5__/* .renderInstant */ .W)(storedAt) ?? '',
            serial: summary === undefined ? '' : String(summary.serial),
            // Enough to tell two of them apart.
            lineage: (0,_plain_text_js__WEBPACK_IMPORTED_MODULE_3__/* .plainLine */ .h0)(summary?.lineage ?? '', 200).slice(0, 8),
            engine: summary?.terraformVersion ?? '',
            resources: summary === undefined ? describeContent(version) : String(summary.resources.size),
            difference: isNow !== '' || now === undefined || summary === undefined
                ? isNow
                : describeDifference((0,_restore_state_summary_js__WEBPACK_IMPORTED_MODULE_2__/* .compareResources */ .TX)(now, summary)),
            size: version.kind === 'object' ? renderSize(sizeBytes) : '',
            writer: version.writer === undefined ? '' : describeWriter(version.writer),
            versionId,
        };
    });
}
function describeWriter({ who, operation, run }) {
    const by = run === null ? who : `${run.url}${run.actor === null ? '' : ` by ${run.actor}`}`;
    return `${by} (${(0,_lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_0__/* .describeOperation */ .R8)(operation)})`;
}
function describeContent({ content, owner }) {
    switch (content.kind) {
        case 'none':
            return owner === '' ? 'deleted' : `deleted by the account ${owner}`;
        case 'not-whole':
            return 'no whole state';
        case 'not-read':
            return `not read: ${content.reason}`;
        case 'state':
            return '';
    }
}
function describeDifference({ back, gone, changed }) {
    const parts = [
        back.length === 0 ? '' : `+${String(back.length)}`,
        gone.length === 0 ? '' : `-${String(gone.length)}`,
        changed.length === 0 ? '' : `~${String(changed.length)}`,
    ].filter((part) => part !== '');
    return parts.length === 0 ? 'the same' : parts.join(' ');
}
function describeRest({ history: { versions, older, isCut } }) {
    if (versions.length === 0)
        return ['S3 has no version of this state.'];
    const many = isCut ? `more than ${String(older.length)}` : String(older.length);
    return older.length === 0 && !isCut ? [] : [`${many} older versions were not read.`];
}
function renderDone(done, foreign) {
    if (done === undefined)
        return [];
    if (done.kind === 'digest-written') {
        return [`The digest in the lock table is that of the state now: ${foreign.code(done.md5)}.`];
    }
    const { versionId, serialBefore, serial, difference, replaced } = done;
    const was = `The version ${foreign.code(versionId)} with the serial ${String(serialBefore)} is the state again, with the serial ${String(serial)}, so that every plan and every copy from before is known as old.`;
    const stays = replaced === undefined
        ? 'There was no state before.'
        : `The state that was there stays in S3 as the version ${foreign.code(replaced.versionId)}.`;
    return [
        `${was} ${stays}`,
        ...(difference === undefined ? [] : renderDifference(difference, foreign)),
        'Plan next: what the state knows has changed, and what there is has not.',
    ];
}
/** What the state knows now, and did not before, and the other way about. */
function renderDifference({ back, gone, changed }, foreign) {
    const list = (sign, addresses) => {
        const more = addresses.length - maxAddresses;
        const shown = addresses.slice(0, maxAddresses).map((address) => `${sign} ${address}`);
        return more > 0 ? [...shown, `${sign} … ${String(more)} more`] : shown;
    };
    const lines = [...list('+', back), ...list('-', gone), ...list('~', changed)];
    return lines.length === 0
        ? ['It knows the same resources as before.']
        : [
            'What it knows again (+), knows no more (-), and knows otherwise (~):',
            foreign.fence(lines.join('\n'), maxAddressesBytes, '…').trim(),
        ];
}
function renderDigest({ digest, done }, foreign) {
    if (digest.kind !== 'mismatch' || done !== undefined)
        return [];
    return [renderMismatch(digest, foreign)];
}
function renderMismatch({ stored, calculated }, foreign) {
    const ofState = calculated === undefined ? 'none: there is no state' : foreign.cell(calculated);
    return [
        '| Digest | |',
        '| --- | --- |',
        `| in the lock table | ${foreign.cell(stored)} |`,
        `| of the state | ${ofState} |`,
    ].join('\n');
}
function renderSize(bytes) {
    return bytes < 1024 ? `${String(bytes)} B` : `${(bytes / 1024).toFixed(1)} KiB`;
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
