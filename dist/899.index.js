export const id = 899;
export const ids = [899,344];
export const modules = {

/***/ 87899:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderDriftIssue: () => (/* binding */ renderDriftIssue)
/* harmony export */ });
/* harmony import */ var _plan_sha256_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(65220);
/* harmony import */ var _comment_marker_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(17202);
/* harmony import */ var _counts_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(65132);
/* harmony import */ var _drift_marker_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(23344);
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(2792);
/* harmony import */ var _plan_section_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(84036);
/* harmony import */ var _run_foot_js__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(65728);
/* harmony import */ var _run_links_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(96679);








/** GitHub takes 256 characters. */
const maxTitleLength = 200;
const maxAddressLength = 1_200;
function renderDriftIssue(report) {
    const { key, plan, run } = report;
    const foreign = (0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_3__/* .createForeignText */ .A)(report.sensitive);
    const found = plan === undefined ? undefined : digestOfDrift(plan, foreign);
    const link = run === undefined ? '' : ` (${(0,_run_links_js__WEBPACK_IMPORTED_MODULE_5__/* .renderLink */ .BK)('run', run.url, foreign)})`;
    return {
        title: renderTitle(key, foreign),
        body: renderBody(report, found, foreign),
        found,
        commentOf: (news) => `${sentenceOf(news, (0,_counts_js__WEBPACK_IMPORTED_MODULE_6__/* .renderDrift */ .i)(report.counts))}${link}`,
        bodyOfDuplicate: ({ number }) => `Two runs have opened an issue about the same state in the same moment. This one is done with: the other is #${String(number)}.`,
    };
}
/**
 * Equal while the same resources and outputs differ in the same way. A value that moves on each night, such as a date
 * in a description, is no news that people are to be called for.
 */
function digestOfDrift({ resources, drift, outputs }, foreign) {
    const named = (name) => foreign.line(name, maxAddressLength);
    const told = (views) => views
        .filter(({ action }) => action !== 'read')
        .map(({ action, address }) => `${action} ${named(address)}`);
    const parts = [told(resources), told(drift), outputs.map(({ action, name }) => `${action} ${named(name)}`)];
    return (0,_plan_sha256_js__WEBPACK_IMPORTED_MODULE_0__/* .sha256 */ .s)(JSON.stringify(parts.map((part) => part.toSorted())));
}
/** It is never changed later: people may give the issue a name of their own. */
function renderTitle({ stateAddress = '', commentKey }, foreign) {
    const key = commentKey === '' ? '' : ` (${commentKey})`;
    const title = foreign.line(`Drift in ${stateAddress}${key}`, maxTitleLength);
    // A title has no code in which a mention or a reference is none.
    return title.replace(/[@#]/g, '$&\u200b');
}
function renderBody({ key, plan, isRefreshOnly, run, now }, found, foreign) {
    const { stateAddress = '', commentKey } = key;
    const state = foreign.code(stateAddress, maxAddressLength);
    const of = commentKey === '' ? state : `${state} · ${foreign.code(commentKey)}`;
    const marker = (0,_drift_marker_js__WEBPACK_IMPORTED_MODULE_2__.renderDriftMarker)(key, found);
    const foot = (0,_run_foot_js__WEBPACK_IMPORTED_MODULE_7__/* .renderFoot */ .t)(run, foreign, now);
    if (plan === undefined) {
        const closed = 'Nothing differs any more, so this issue is closed. It is opened again when something does.';
        return `${marker}\n${[`### ✅ No drift in ${of}`, closed, foot].join('\n\n')}`;
    }
    const assemble = (section) => {
        const head = [`### 🧭 Drift in ${of}`, isRefreshOnly ? changedOutside : differs];
        const parts = [...head, section, whatToDo, foot].filter((part) => part !== '');
        return `${marker}\n${parts.join('\n\n')}`;
    };
    // 2: the section's own blank line.
    const room = _comment_marker_js__WEBPACK_IMPORTED_MODULE_1__/* .maxCommentBytes */ .R4 - Buffer.byteLength(assemble('')) - 2;
    const ofCommit = (0,_run_foot_js__WEBPACK_IMPORTED_MODULE_7__/* .renderOfCommit */ .$)(run?.commit ?? '');
    const line = (text, limit) => foreign.line(text, limit);
    return assemble(foreign.quoted((0,_plan_section_js__WEBPACK_IMPORTED_MODULE_4__/* .renderPlanSection */ .J)(plan, room, ofCommit, line).trim()));
}
const differs = 'What is there is not what the code says: it was changed by other means, or a merged change was not applied yet. This is what an apply would do now.';
const changedOutside = 'What is there was changed outside of Terraform since the last apply. This is what the state does not know yet.';
const whatToDo = [
    '- To undo it, apply what the code says. To keep it, write it into the code.',
    '- Each run brings this text up to date, and closes the issue once nothing differs. Write in comments: the text is written over.',
    '- Closed as **not planned**, the issue stays closed until nothing differs any more. Closed in any other way, the next run opens it again.',
].join('\n');
function sentenceOf(news, counts) {
    switch (news) {
        case 'changed':
            return `Something else differs than before: **${counts}**.`;
        case 'again':
            return `Something differs again: **${counts}**.`;
        case 'still':
            return `This issue was closed, and it still differs: **${counts}**. Close it as not planned to hear no more of it until nothing differs.`;
    }
}


/***/ }),

/***/ 23344:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   parseDriftIssue: () => (/* binding */ parseDriftIssue),
/* harmony export */   renderDriftMarker: () => (/* binding */ renderDriftMarker)
/* harmony export */ });
/* harmony import */ var _comment_marker_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(17202);

const none = 'none';
const MARKER = /^<!-- lockstep drift state=([0-9a-f]{32}) found=([0-9a-f]{64}|none) -->(?:\r?\n|$)/;
/** The first line of an issue: it names state and key without showing them. */
function renderDriftMarker(key, found) {
    return `<!-- lockstep drift state=${(0,_comment_marker_js__WEBPACK_IMPORTED_MODULE_0__/* .hashOfState */ .Tf)(key) ?? none} found=${found ?? none} -->`;
}
/** undefined where the issue is not the one of this state and key; whose it is, its author tells. */
function parseDriftIssue(body, key) {
    const [, state, found] = MARKER.exec(body) ?? [];
    if (state === undefined || state !== (0,_comment_marker_js__WEBPACK_IMPORTED_MODULE_0__/* .hashOfState */ .Tf)(key))
        return undefined;
    return { told: found === none ? undefined : found };
}


/***/ }),

/***/ 84036:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  J: () => (/* binding */ renderPlanSection)
});

// EXTERNAL MODULE: ./src/report/fence.ts
var fence = __webpack_require__(69183);
;// CONCATENATED MODULE: ./src/report/html.ts
/**
 * `text` as code in HTML, for where GitHub reads HTML and no Markdown, as on the line of `<summary>`. GitHub links
 * mentions and references in the finished page, where `&#64;` is an `@` again, and leaves out what stands in `code`
 * (html-pipeline, `IGNORE_PARENTS`). An end of a line would end the HTML: `text` has none.
 */
function renderHtmlCode(text) {
    const escaped = text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
    return `<code>${escaped}</code>`;
}

// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
;// CONCATENATED MODULE: ./src/report/plan-diff.ts

const REPLACEMENT = /^(?:-\/\+|\+\/-) /;
/** These two fill the four columns with the symbol. GitHub would colour a line that begins with `<` as a removed one. */
const READ = /^ <= /;
const FORGET = /^ \. /;
const HEREDOC = /<<-EOT(?: # forces replacement)?$/;
/**
 * Terraform's text of a resource or of outputs as GitHub colours it in a `diff` block: each line's symbol stands in
 * the first column, `!` for a change and for a replacement, and a space in all other lines.
 *
 * Terraform indents by four and writes the symbol into the third of the next four columns
 * (internal/command/jsonformat/computed/renderers/util.go). The lines of a heredoc have theirs one step deeper, and
 * what follows it is the value, which may look like anything.
 */
function renderPlanDiff(text) {
    // What an escape sequence would hide from a terminal is what a reviewer has to see.
    const lines = (0,plain_text/* plainText */.wh)(text.replace(/\u001b/g, '␛')).split('\n');
    let heredoc;
    return (lines
        .map((line) => {
        if (heredoc !== undefined && !line.startsWith(heredoc.end))
            return outdent(moveSymbol(line, heredoc.symbolColumn));
        const indent = indentOf(line);
        heredoc = HEREDOC.test(line)
            ? { end: `${' '.repeat(indent + 4)}EOT`, symbolColumn: indent + 6 }
            : undefined;
        return outdent(moveSymbol(line, indent + 2));
    })
        .join('\n')
        // A column is a UTF-16 unit, which may be half a character.
        .toWellFormed());
}
/** All of a resource stands two columns to the right, for its symbol. */
function outdent(line) {
    return line.startsWith('  ', 1) ? `${line.slice(0, 1)}${line.slice(3)}` : line;
}
/** Where the four columns for the line's symbol begin; a line without a symbol has text behind them. */
function indentOf(line) {
    const first = line.search(/[^ ]/);
    return Math.max(0, first - (first % 4 === 2 ? 2 : 4));
}
function moveSymbol(line, column) {
    if (REPLACEMENT.test(line))
        return `!  ${line.slice(3)}`;
    if (READ.test(line))
        return ' '.repeat(4) + line.slice(4);
    if (FORGET.test(line))
        return `.  ${line.slice(2)}`;
    const symbol = line[column + 1] === ' ' ? line[column] : undefined;
    if (symbol !== '+' && symbol !== '-' && symbol !== '~')
        return /^(?: |$)/.test(line) ? line : ` ${line}`;
    return `${symbol === '~' ? '!' : symbol}${line.slice(1, column)} ${line.slice(column + 1)}`;
}

;// CONCATENATED MODULE: ./src/report/plan-entries.ts



/** More types than this are counted together. */
const maxTypes = 20;
/** One line for each, for a `diff` block. */
function renderEntries(entries) {
    return entries.map(({ symbol, text }) => `${symbol} ${text}\n`).join('');
}
/** Exact counts, by type, of the entries that follow the first `told`. */
function renderLeftOut(entries, told) {
    const rest = entries.slice(told);
    if (rest.length === 0)
        return '';
    const byType = new Map();
    for (const { type } of rest)
        byType.set(type, (byType.get(type) ?? 0) + 1);
    const types = [...byType].filter(([type]) => type !== '').sort(([, a], [, b]) => b - a);
    const parts = types.slice(0, maxTypes).map(([type, count]) => `${String(count)} ${type}`);
    const others = types.slice(maxTypes).reduce((sum, [, count]) => sum + count, 0);
    if (others > 0)
        parts.push(`${String(others)} of ${String(types.length - maxTypes)} more types`);
    const counted = parts.join(', ');
    if (told === 0)
        return counted === '' ? '' : `  ${counted}\n`;
    return `  … and ${String(rest.length)} more${counted === '' ? '' : `: ${counted}`}\n`;
}
/** An entry with its diff, collapsed. */
function renderWithDiff(text, diff) {
    return renderDetails(renderHtmlCode(text), renderDiff(diff));
}
/** `diff`: Terraform's text. */
function renderDiff(diff) {
    return (0,fence/* renderFence */.Q)(renderPlanDiff(diff), 'diff');
}
/** `summary`: HTML on one line. `markdown`: what it folds. */
function renderDetails(summary, markdown) {
    return `<details><summary>${summary}</summary>\n\n${markdown}\n</details>\n\n`;
}

;// CONCATENATED MODULE: ./src/report/plan-fit.ts

/** More than a group needs beside its title and its lines: a fence, a fold, the words for what is left out. */
const groupBytes = 128;
/**
 * The most that fits into `limitBytes`, in the order of `groups`: a line for every entry, and then diffs; or, where
 * there is no room for all lines, as many of them as there is room for.
 */
function choiceThatFits(groups, limitBytes) {
    const titles = groups.map(({ title }) => bytesOf(title) + groupBytes).reduce(sum, 0);
    const lines = groups.flatMap(({ entries }) => entries);
    let left = limitBytes - titles;
    for (const entry of lines) {
        left -= lineBytes(entry);
        if (left < 0)
            return linesThatFit(groups, limitBytes - titles);
    }
    const diffs = diffsThatFit(groups, left);
    return { told: new Map(groups.map((group) => [group, group.entries.length])), diffs };
}
function diffsThatFit(groups, limitBytes) {
    const diffs = new Map();
    let left = limitBytes;
    const tryDiff = (item, render, instead) => {
        // A text has at least as many bytes as UTF-16 units.
        if (item.diff === undefined || item.diff.length > left + instead)
            return;
        const markdown = render(item.diff);
        const bytes = bytesOf(markdown) - instead;
        if (bytes > left)
            return;
        diffs.set(item, markdown);
        left -= bytes;
    };
    for (const group of groups) {
        tryDiff(group, renderDiff, group.entries.map(lineBytes).reduce(sum, 0));
        for (const entry of group.entries)
            tryDiff(entry, (diff) => renderWithDiff(entry.text, diff), lineBytes(entry));
    }
    return diffs;
}
function linesThatFit(groups, limitBytes) {
    const leftOut = groups.map(({ entries }) => bytesOf(renderLeftOut(entries, 0)));
    let left = limitBytes - leftOut.reduce(sum, 0);
    const told = groups.map(({ entries }) => {
        let count = 0;
        for (const entry of entries) {
            const bytes = lineBytes(entry);
            if (bytes > left)
                break;
            left -= bytes;
            count += 1;
        }
        return count;
    });
    return { told: new Map(groups.map((group, index) => [group, told[index] ?? 0])), diffs: new Map() };
}
/** With what its backticks may add to both ends of the fence that it stands in. */
function lineBytes(entry) {
    return bytesOf(renderEntries([entry])) + 2 * (entry.text.split('`').length - 1);
}
function bytesOf(text) {
    return Buffer.byteLength(text);
}
function sum(total, bytes) {
    return total + bytes;
}

// EXTERNAL MODULE: ./src/report/plan-groups.ts
var plan_groups = __webpack_require__(46476);
;// CONCATENATED MODULE: ./src/report/plan-section.ts





/** For the note about what is left out. */
const noteBytes = 200;
/**
 * Markdown of a plan in at most `limitBytes` bytes of UTF-8: a headline, failing checks, and the resources by action,
 * the dangerous ones first, each with its diff. Where there is no room for all diffs, the rest are addresses; where
 * there is none for all addresses, the rest are exact counts by action and type. `of`: Markdown for the headline, which
 * says what was planned. `line`: one line of at most so many UTF-16 units, without a sensitive value.
 */
function renderPlanSection(view, limitBytes, of = '', line = plain_text/* plainLine */.h0) {
    const groups = (0,plan_groups/* groupsOfPlan */.NR)(view, line);
    const headline = `#### ${describePlan(view, groups, of)}\n\n${view.isErrored ? renderErrored() : ''}`;
    const choice = choiceThatFits(groups, limitBytes - Buffer.byteLength(headline) - noteBytes);
    const counts = { told: new Map(), diffs: new Map() };
    const forms = [
        () => `${headline}${renderGroups(groups, choice)}`,
        () => `${headline}${renderGroups(groups, counts)}`,
        () => headline,
    ];
    for (const render of forms) {
        const markdown = `${render().trimEnd().toWellFormed()}\n`;
        if (Buffer.byteLength(markdown) <= limitBytes)
            return markdown;
    }
    return '';
}
function describePlan(view, groups, of) {
    const { add, change, destroy, replace, import: imported, move, forget } = view.counts;
    const isCounted = Object.values(view.counts).some((count) => count > 0);
    if (!isCounted && view.resources.length === 0) {
        if (view.outputs.length > 0)
            return `🟢 Plan${of}: only outputs change`;
        if (view.drift.length > 0)
            return `🟡 Plan${of}: no changes to make, but some were made outside of Terraform`;
        return `${groups.length > 0 ? '⚠️' : '✅'} Plan${of}: no changes`;
    }
    const parts = [
        `${String(add)} to add`,
        `${String(change)} to change`,
        `${String(destroy)} to destroy${replace > 0 ? ` (${String(replace)} of them replaced)` : ''}`,
        ...(imported > 0 ? [`${String(imported)} to import`] : []),
        ...(move > 0 ? [`${String(move)} to move`] : []),
        ...(forget > 0 ? [`${String(forget)} to forget`] : []),
    ];
    return `${(0,plan_groups/* worstIcon */.x8)(view)} Plan${of}: ${parts.join(', ')}`;
}
function renderErrored() {
    return '**Terraform met an error: this plan is not complete, and can’t be applied.**\n\n';
}
function renderGroups(groups, choice) {
    return `${groups.map((group) => renderGroup(group, choice)).join('')}${renderNote(groups, choice)}`;
}
function renderGroup(group, { told, diffs }) {
    const { title, entries, isFolded = false } = group;
    const toldCount = told.get(group) ?? 0;
    const withDiff = entries.flatMap((entry) => diffs.get(entry) ?? []);
    const lines = renderEntries(entries.slice(0, toldCount).filter((entry) => !diffs.has(entry)));
    const list = `${lines}${renderLeftOut(entries, toldCount)}`;
    const body = diffs.get(group) ?? `${withDiff.join('')}${list === '' ? '' : `${(0,fence/* renderFence */.Q)(list, 'diff')}\n`}`;
    return isFolded && body !== '' ? renderDetails(title, body) : `**${title}**\n\n${body}`;
}
function renderNote(groups, { told, diffs }) {
    const entries = groups.flatMap((group) => (diffs.has(group) ? [] : [group, ...group.entries]));
    const diffCount = entries.filter((item) => item.diff !== undefined && !diffs.has(item)).length;
    const leftOut = groups.some((group) => group.entries.length > (told.get(group) ?? 0));
    if (diffCount === 0 && !leftOut)
        return '';
    const what = leftOut ? 'all diffs, and the addresses that are only counted' : (0,plan_groups/* plural */.LS)(diffCount, 'diff');
    return `_Left out here: ${what}. The whole plan is in the job summary or, where that is too small, in the log._\n`;
}


/***/ }),

/***/ 65728:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $: () => (/* binding */ renderOfCommit),
/* harmony export */   t: () => (/* binding */ renderFoot)
/* harmony export */ });
/* harmony import */ var _plan_git_id_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(50761);
/* harmony import */ var _instant_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(44843);
/* harmony import */ var _run_links_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(96679);



/** Which commit, which run, whose, when; `now`: milliseconds since 1970. */
function renderFoot(run, foreign, now) {
    const written = (0,_instant_js__WEBPACK_IMPORTED_MODULE_0__/* .renderInstant */ .W)(now) ?? '';
    if (run === undefined)
        return `<sub>Lockstep · ${written}</sub>`;
    return `<sub>${[...renderRun(run, foreign), written].join(' · ')}</sub>`;
}
/** What a plan's headline says of where it comes from; empty for what is no commit. */
function renderOfCommit(commit) {
    const hash = shortHash(commit);
    return hash === '' ? '' : ` of commit \`${hash}\``;
}
function renderRun(run, foreign) {
    const { serverUrl, repository, url, commit, actor } = run;
    const hash = shortHash(commit);
    const link = (0,_run_links_js__WEBPACK_IMPORTED_MODULE_1__/* .renderLink */ .BK)(`\`${hash}\``, `${serverUrl}/${repository}/commit/${commit}`, foreign);
    return [
        ...(hash === '' ? [] : [`Commit ${link}`]),
        (0,_run_links_js__WEBPACK_IMPORTED_MODULE_1__/* .renderLink */ .BK)('run', url, foreign),
        `by ${(0,_run_links_js__WEBPACK_IMPORTED_MODULE_1__/* .renderActor */ .GH)(actor, serverUrl, foreign)}`,
    ];
}
/** As Git and GitHub shorten it; empty for what is no commit. */
function shortHash(commit) {
    return (0,_plan_git_id_js__WEBPACK_IMPORTED_MODULE_2__/* .isGitId */ .q)(commit) ? commit.slice(0, 7) : '';
}


/***/ })

};
