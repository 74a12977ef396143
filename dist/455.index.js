export const id = 455;
export const ids = [455];
export const modules = {

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


/***/ })

};
