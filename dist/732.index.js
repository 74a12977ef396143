export const id = 732;
export const ids = [732];
export const modules = {

/***/ 9183:
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
    const pad = /^`|`$|^ .*[^ ].* $/.test(content) ? ' ' : '';
    return `${ticks}${pad}${content}${pad}${ticks}`;
}
/** `text` as one inline code span of a table cell. */
function renderCellCode(text) {
    // A row is split at its bars before code spans are looked for. `\|` is the escape that is known there, and a
    // backslash in front of it would take the escape for itself.
    return renderCode(text).replace(/(\\*)\|/g, '$1$1\\|');
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
        .replace(/[ \t]*\n\s*/g, '\n')
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
/* harmony import */ var _fence_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(9183);
/* harmony import */ var _plain_text_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(6676);
/* harmony import */ var _redaction_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(7079);



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
const CODE = /(?<!`)(`+)(?!`)(.*?)(?<!`)\1(?!`)|<code>(.*?)(?=<\/code>)/g;
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

/***/ 6476:
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

/***/ 7681:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ renderRecovery),
  P: () => (/* binding */ renderRecoveryLines)
});

// EXTERNAL MODULE: ./src/report/fence.ts
var fence = __webpack_require__(9183);
// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
;// CONCATENATED MODULE: ./src/report/import-block.ts

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
    return (0,plain_text/* plainText */.wh)(ascii) === ascii && !ascii.includes('`') ? ascii : undefined;
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

// EXTERNAL MODULE: ./src/report/plan-groups.ts
var plan_groups = __webpack_require__(6476);
;// CONCATENATED MODULE: ./src/report/recovery-steps.ts
/** What to do, in this order: the lock goes before the plan that takes things in, since a plan takes the lock. */
function recoverySteps(recovery, parts) {
    const { hasImports, isLocked, unlockStep, stateRemovals } = parts;
    const made = recovery.fates.filter(({ action, verdict }) => action === 'create' && verdict !== 'saved');
    const steps = [
        {
            text: 'Make sure that nothing is at work on this state any more: not that run, and nothing that its provisioners have started.',
        },
        hasImports && {
            text: 'Add the `import` blocks above to the root module of the configuration that was applied. They work where the ID is what the resource type is imported by, as its documentation says; some types cannot be imported at all, and what they made is deleted by hand.',
        },
        made.some((fate) => !(fate.verdict === 'unsaved' && fate.id !== undefined)) && {
            text: 'Look with the provider (its console, its API) for what was made without an ID being told: where it exists, write an `import` block for it, or delete it. An address that the state has already needs `terraform state rm` before that.',
        },
        !isLocked && {
            text: 'Let nobody apply until the last step is done: no lock that is known keeps anybody out.',
        },
        isLocked && {
            text: `Remove exactly this lock${unlockStep === undefined ? ' with the command `unlock`' : ' with this step'}.${made.length > 0 ? ' From then on nobody else may apply until the last step is done: Terraform would make those resources a second time.' : ''}`,
            block: unlockStep,
        },
        stateRemovals !== undefined && {
            text: 'Take out of the state what was replaced, since an `import` block for an address that the state has is passed over. What it had there, if it was not destroyed, is yours to delete then.',
            block: stateRemovals,
        },
        made.length > 0 && {
            text: 'Plan. It has to show these resources as imported, and none of them as created or replaced.',
        },
        made.length > 0 && { text: 'Apply that plan.' },
    ];
    return steps.filter((step) => step !== false);
}
/** What needs nobody, and what no import brings back; only what concerns this recovery. */
function recoveryNotes({ fates, isStateRead }) {
    const has = (test) => fates.some((fate) => fate.verdict !== 'saved' && test(fate));
    const notes = [
        !isStateRead &&
            'The saved state could not be read, so this is all that the run did. Compare it with `terraform state list` and `terraform state show`: an `import` block for an address that the state has is passed over.',
        has(({ action }) => action === 'delete') &&
            'Nothing is to be done for what was destroyed: the next plan sees that it is gone.',
        has(({ action }) => action === 'update') &&
            'Nothing is to be done for what was changed: the next plan reads it as it is now.',
        has(({ action, provisionerSeen }) => action === 'create' && provisionerSeen) &&
            'A provisioner that was cut off does not run again for a resource that is imported: finish its work by hand, or replace the resource.',
        has(({ action }) => action === 'open') &&
            'An ephemeral resource that was not closed stands in no state: end it with its provider if it does not expire.',
        has(({ action }) => action === 'invoke') &&
            'An action stands in no state: look with its provider how far it came.',
    ];
    return notes.filter((note) => note !== false);
}

;// CONCATENATED MODULE: ./src/report/recovery-words.ts

/** How much the state may lack, in a line. */
function describeRecovery({ fates, isStateRead }) {
    const count = (action, test) => fates.filter((fate) => fate.action === action && fate.verdict !== 'saved' && test(fate)).length;
    const lacks = count('create', ({ verdict }) => verdict === 'unsaved');
    const mayLack = count('create', ({ verdict }) => verdict === 'unknown');
    const old = count('update', () => true);
    const gone = count('delete', () => true);
    const parts = [
        lacks === 0
            ? ''
            : `${isStateRead ? 'lacks' : 'may lack'} ${(0,plan_groups/* plural */.LS)(lacks, 'resource')} that ${lacks === 1 ? 'exists' : 'exist'}`,
        mayLack === 0
            ? ''
            : `may lack ${String(mayLack)}${lacks === 0 ? ` ${mayLack === 1 ? 'resource' : 'resources'}` : ' more'}`,
        old === 0 ? '' : `may be old for ${String(old)} changed`,
        gone === 0 ? '' : `may still have ${String(gone)} destroyed`,
    ].filter((part) => part !== '');
    if (parts.length === 0)
        return 'The saved state lacks nothing that this run made';
    return `The saved state ${parts.length === 1 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`}`;
}
/** What happened to it. */
function describeFate({ action, progress, provisionerSeen }) {
    const [done, doing, noun] = WORDS[action];
    if (progress === 'complete')
        return done;
    if (action === 'create' && provisionerSeen) {
        return progress === 'errored' ? `${done}, its provisioner failed` : `${done}, its provisioner was cut off`;
    }
    return progress === 'errored' ? `${noun} failed` : doing;
}
const WORDS = {
    create: ['created', 'creation was cut off', 'creation'],
    update: ['changed', 'change was cut off', 'change'],
    delete: ['destroyed', 'destruction was cut off', 'destruction'],
    open: ['opened', 'was open', 'opening'],
    invoke: ['action done', 'action was cut off', 'action'],
};
/** What the saved state has of it; `code` puts an ID into it. */
function describeInState({ action, inState, idInState }, code) {
    const id = idInState === undefined ? '' : ` ${code(idInState.value)}`;
    if (action === 'open' || action === 'invoke')
        return 'never has it';
    switch (inState) {
        case 'nothing':
            return 'lacks it';
        case 'this-object':
            return action === 'update' ? 'may be old' : 'still has it';
        case 'other-object':
            return `has another${id}`;
        case 'some-object':
            return `has${id === '' ? ' an object' : id}, which may be another`;
        case 'not-read':
            return 'not read';
    }
}

;// CONCATENATED MODULE: ./src/report/recovery-report.ts





const recovery_report_maxAddressLength = 300;
const recovery_report_maxIdLength = 200;
/**
 * Markdown for the summary and the comment: how much the state may lack, a table with the most pressing first, `import`
 * blocks to paste, what to do. Where not all of it fits, resources are left out from the end, and counted; empty where
 * not even the words fit, or where Terraform began nothing.
 */
function renderRecovery(recovery, foreign, { limitBytes, ...options }) {
    if (recovery.fates.length === 0)
        return '';
    // A row takes more than 20 bytes.
    const entries = notSaved(recovery)
        .slice(0, limitBytes / 20)
        .map((fate) => entryOf(fate, foreign));
    const assemble = (count) => renderSection(recovery, entries.slice(0, count), options);
    const fits = (count) => Buffer.byteLength(assemble(count)) <= limitBytes;
    if (!fits(0))
        return '';
    let [most, tooMany] = [0, entries.length + 1];
    while (tooMany - most > 1) {
        const middle = Math.floor((most + tooMany) / 2);
        if (fits(middle))
            most = middle;
        else
            tooMany = middle;
    }
    return assemble(most);
}
function entryOf(fate, foreign) {
    const id = (text) => foreign.cell(text, recovery_report_maxIdLength);
    const cells = [
        foreign.cell(fate.address, recovery_report_maxAddressLength),
        describeFate(fate),
        fate.id === undefined ? 'not told' : id(fate.id.value),
        describeInState(fate, id),
    ];
    return { row: `| ${cells.join(' | ')} |`, ...toPaste(fate, foreign) };
}
function toPaste(fate, foreign) {
    const isHarmless = (text) => foreign.isHarmless(text);
    return {
        importBlock: renderImportBlock(fate, isHarmless),
        stateRemoval: renderStateRemoval(fate, isHarmless),
    };
}
function notSaved({ fates }) {
    return fates.filter(({ verdict }) => verdict !== 'saved');
}
function renderSection(recovery, entries, { isLocked = true, unlockStep }) {
    const blocks = entries.flatMap(({ importBlock }) => importBlock ?? []);
    const removals = entries.flatMap(({ stateRemoval }) => stateRemoval ?? []);
    const steps = recoverySteps(recovery, {
        hasImports: blocks.length > 0,
        isLocked,
        unlockStep,
        stateRemovals: removals.length === 0 ? undefined : (0,fence/* renderFence */.Q)(removals.join('\n'), 'sh'),
    });
    const table = ['| Resource | This run | ID | The saved state |', '| --- | --- | --- | --- |'];
    const list = steps.map(({ text, block }, index) => {
        const number = `${String(index + 1)}. `;
        const item = block === undefined ? text : `${text}\n\n${block.trimEnd()}`;
        return `${number}${item.replace(/\n(?=.)/g, `\n${' '.repeat(number.length)}`)}`;
    });
    return [
        `#### 🧩 ${describeRecovery(recovery)}`,
        entries.length === 0 ? '' : [...table, ...entries.map(({ row }) => row)].join('\n'),
        renderRest(recovery, entries.length),
        blocks.length === 0 ? '' : (0,fence/* renderFence */.Q)(blocks.join('\n\n'), 'hcl').trimEnd(),
        `**What to do**, in this order:\n\n${list.join('\n')}`,
        recoveryNotes(recovery).join(' '),
    ]
        .filter((part) => part !== '')
        .join('\n\n');
}
/** What has no row: what did not fit, and what was saved. */
function renderRest({ fates }, toldCount) {
    const saved = fates.filter(({ verdict }) => verdict === 'saved').length;
    const left = fates.length - saved - toldCount;
    return [
        left === 0 ? '' : `${String(left)} more ${left === 1 ? 'is' : 'are'} in the log.`,
        saved === 0 ? '' : `The state has ${(0,plan_groups/* plural */.LS)(saved, 'other change')} of this run.`,
    ]
        .filter((part) => part !== '')
        .join(' ');
}
/** The same for the log, where all of it has room: one line each, to be printed as they are. */
function renderRecoveryLines(recovery, foreign, { isLocked = true, unlockStep } = {}) {
    if (recovery.fates.length === 0)
        return [];
    const told = notSaved(recovery);
    const pasted = told.map((fate) => toPaste(fate, foreign));
    const blocks = pasted.flatMap(({ importBlock }) => importBlock ?? []);
    const removals = pasted.flatMap(({ stateRemoval }) => stateRemoval ?? []);
    const id = (text) => foreign.line(text, recovery_report_maxIdLength);
    const lines = told.map((fate) => {
        const known = fate.id === undefined ? '' : ` [${fate.id.key}=${id(fate.id.value)}]`;
        return `  ${foreign.line(fate.address, recovery_report_maxAddressLength)}: ${describeFate(fate)}${known}; the state ${describeInState(fate, id)}`;
    });
    const steps = recoverySteps(recovery, {
        hasImports: blocks.length > 0,
        isLocked,
        unlockStep,
        stateRemovals: removals.length === 0 ? undefined : removals.join('\n'),
    }).flatMap(({ text, block = '' }, index) => [`  ${String(index + 1)}. ${text}`, ...plainBlock(block)]);
    return [
        `${describeRecovery(recovery)}${told.length === 0 ? '.' : ':'}`,
        ...lines,
        renderRest(recovery, told.length),
        ...blocks.flatMap((block) => block.split('\n')),
        'What to do, in this order:',
        ...steps,
        ...recoveryNotes(recovery),
    ].filter((line) => line !== '');
}
function plainBlock(block) {
    return block
        .split('\n')
        .filter((line) => !/^`{3,}\w*$/.test(line))
        .map((line) => (line === '' ? '' : `     ${line}`));
}


/***/ })

};
