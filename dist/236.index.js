export const id = 236;
export const ids = [236];
export const modules = {

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
/* harmony import */ var _diagnostics_section_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(61000);
/* harmony import */ var _findings_section_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(79952);
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2792);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_8__ = __webpack_require__(6676);
/* harmony import */ var _queue_text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(10905);
/* harmony import */ var _run_links_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(96679);
/* harmony import */ var _story_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(61669);









/** GitHub drops a step's whole summary above this size. */
const maxSummaryBytes = 1024 * 1024;
const maxDiagnosticsBytes = 50_000;
const maxRecoveryBytes = 300_000;
const maxComparisonBytes = 200_000;
const cutNote = '… the rest of the plan is in the log';
/** Markdown of at most 1 MiB: what the comment tells, one table, and the whole plan, collapsed. */
function renderJobSummary(story, options) {
    const foreign = (0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_3__/* .createForeignText */ .A)(options.sensitive);
    const head = [
        `### ${(0,_story_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderHeadline */ .L)(story, foreign)}`,
        ...(0,_story_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderOpening */ .l)(story, foreign, {
            ...{ ...options, recoveryBytes: maxRecoveryBytes, comparisonBytes: maxComparisonBytes },
        }),
        ...(0,_queue_text_js__WEBPACK_IMPORTED_MODULE_5__/* .renderQueue */ .E)(story, foreign),
        renderTable(story, foreign),
        ...story.warnings.slice(0, 100).map((warning) => `> ⚠️ ${foreign.prose(warning).replace(/\n/g, '\n> ')}`),
        (0,_diagnostics_section_js__WEBPACK_IMPORTED_MODULE_2__/* .renderDiagnostics */ .D)(story.diagnostics, foreign, maxDiagnosticsBytes),
        ...(0,_findings_section_js__WEBPACK_IMPORTED_MODULE_6__/* .renderFindings */ .v)(story.findings, foreign),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
    return `${head}\n${renderPlan(story.planText, foreign, maxSummaryBytes - Buffer.byteLength(head) - 2)}\n`;
}
/** A warning that came up after the summary was written. */
function renderNote(warning) {
    return `\n> ⚠️ ${(0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_3__/* .createForeignText */ .A)(new Set()).prose(warning).replace(/\n/g, '\n> ')}\n`;
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
        ...(run === null ? [] : [(0,_run_links_js__WEBPACK_IMPORTED_MODULE_7__/* .renderHolderRun */ .Yn)(run, own, foreign)]),
        ...facts.filter((text) => text !== '').map((text) => foreign.cell(text)),
    ].join(', ');
}
function renderPlan(text, foreign, limitBytes) {
    if ((0,_plain_text_js__WEBPACK_IMPORTED_MODULE_8__/* .plainText */ .wh)(text).trim() === '')
        return '';
    const [before, after] = ['\n<details><summary>The plan</summary>\n\n', '\n</details>\n'];
    const room = limitBytes - Buffer.byteLength(before + after);
    return `${before}${foreign.fence(text, room, cutNote)}${after}`;
}


/***/ })

};
