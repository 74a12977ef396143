export const id = 840;
export const ids = [840];
export const modules = {

/***/ 7840:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   renderComment: () => (/* binding */ renderComment)
/* harmony export */ });
/* harmony import */ var _foreign_text_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(2792);
/* harmony import */ var _comment_marker_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(17202);
/* harmony import */ var _diagnostics_section_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(61000);
/* harmony import */ var _plan_section_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(84036);
/* harmony import */ var _queue_text_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(10905);
/* harmony import */ var _run_foot_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(65728);
/* harmony import */ var _story_text_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(61669);







/** So that a later version has room to tell what happened then, beside the same plan. */
const maxSectionBytes = 46_000;
const maxDiagnosticsBytes = 20_000;
const maxWarnings = 10;
const maxWarningBytes = 500;
/** The text of the comment, of at most 65,000 bytes: marker, status, what to do, plan. */
function renderComment(story, options) {
    const { key, now } = options;
    const foreign = (0,_foreign_text_js__WEBPACK_IMPORTED_MODULE_0__/* .createForeignText */ .A)(options.sensitive);
    const planSection = planSectionOf(story, options.kept?.planSection, foreign);
    const isApplied = isApplyDone(story) || story.isPlanVoid;
    const title = [
        key.stateAddress === undefined ? ` in ${foreign.code(options.folderName)}` : '',
        key.commentKey === '' ? '' : ` · ${foreign.code(key.commentKey)}`,
    ].join('');
    const opening = [
        `### ${(0,_story_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderHeadline */ .L)({ ...story, stateAddress: key.stateAddress }, foreign)}${title}`,
        ...(0,_story_text_js__WEBPACK_IMPORTED_MODULE_4__/* .renderOpening */ .l)({ ...story, stateAddress: key.stateAddress }, foreign, options),
        ...(0,_queue_text_js__WEBPACK_IMPORTED_MODULE_5__/* .renderQueue */ .E)(story, foreign),
        ...renderWarnings(story.warnings, foreign),
    ];
    const [before, after] = planSection === undefined ? ['', ''] : renderFrame(story);
    const foot = [after, (0,_run_foot_js__WEBPACK_IMPORTED_MODULE_6__/* .renderFoot */ .t)(story.run, foreign, now)].filter((part) => part !== '').join('\n\n');
    const assemble = (diagnostics, section) => {
        const head = [...opening, diagnostics, before].filter((part) => part !== '').join('\n\n');
        return (0,_comment_marker_js__WEBPACK_IMPORTED_MODULE_1__/* .joinComment */ .mZ)(key, { head, planSection: section, isApplied, foot }, options.kept);
    };
    const bytesLeft = _comment_marker_js__WEBPACK_IMPORTED_MODULE_1__/* .maxCommentBytes */ .R4 - Buffer.byteLength(assemble('', planSection));
    if (bytesLeft < 0 && planSection !== undefined) {
        // Of another version of Lockstep: no section of ours is so long.
        const warnings = ['The last plan does not fit in here any more.', ...story.warnings];
        return renderComment({ ...story, warnings, plan: undefined }, { ...options, kept: options.kept && { ...options.kept, planSection: undefined } });
    }
    const diagnostics = (0,_diagnostics_section_js__WEBPACK_IMPORTED_MODULE_2__/* .renderDiagnostics */ .D)(story.diagnostics, foreign, Math.min(bytesLeft - 2, maxDiagnosticsBytes));
    return assemble(diagnostics, planSection);
}
/**
 * A new plan takes the place of the old one; until there is one, the old one stays as it is. An apply that has
 * succeeded has moved the state on, so what was planned before it is no plan any more.
 */
function planSectionOf(story, kept, foreign) {
    const { plan, phase, run } = story;
    if (plan === undefined) {
        const isOver = isPlanDone(story) || isApplyDone(story) || story.isPlanVoid;
        return kept === undefined || isOver ? undefined : foreign.quoted(kept);
    }
    if (phase.kind === 'ended' && phase.result === 'no-changes' && tellsNothing(plan))
        return undefined;
    const of = (0,_run_foot_js__WEBPACK_IMPORTED_MODULE_6__/* .renderOfCommit */ .$)(run === undefined ? '' : (story.plannedCommit ?? run.commit));
    return foreign.quoted((0,_plan_section_js__WEBPACK_IMPORTED_MODULE_3__/* .renderPlanSection */ .J)(plan, maxSectionBytes, of, (text, limit) => foreign.line(text, limit)).trim());
}
/** Drift and failing checks are news of a plan without changes too. */
function tellsNothing({ resources, outputs, drift, failingChecks }) {
    return [resources, outputs, drift, failingChecks].every((things) => things.length === 0);
}
function isPlanDone({ command, phase }) {
    return command === 'plan' && phase.kind === 'ended' && ['changes', 'no-changes'].includes(phase.result);
}
function isApplyDone({ command, phase }) {
    return command === 'apply' && phase.kind === 'ended' && ['applied', 'no-changes'].includes(phase.result);
}
/** What stands before and after the plan. */
function renderFrame({ phase, plan, isPlanVoid }) {
    if (plan === undefined)
        return ['Kept from an earlier run:', ''];
    if (phase.kind === 'ended' && phase.result === 'applied') {
        return ['<details><summary>The plan that was applied</summary>', '</details>'];
    }
    if (isPlanVoid)
        return ['<details><summary>The plan that was applied in part</summary>', '</details>'];
    return ['', ''];
}
function renderWarnings(warnings, foreign) {
    const shown = warnings
        .slice(0, maxWarnings)
        .map((warning) => `> ⚠️ ${foreign.prose(warning, maxWarningBytes).replace(/\n/g, '\n> ')}`);
    const more = warnings.length - shown.length;
    return more > 0 ? [...shown, `${String(more)} more in the log.`] : shown;
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
