export const id = 426;
export const ids = [426];
export const modules = {

/***/ 61000:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ renderDiagnostics)
/* harmony export */ });
/* harmony import */ var _plan_diagnostic_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(65236);
/* harmony import */ var _plan_run_facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(45328);


const maxDiagnostics = 10;
const maxDiagnosticBytes = 4_000;
const noteBytes = 100;
const cutNote = '… the rest is in the log';
/**
 * Terraform's first errors, then its warnings, each in a fence of its own with its place, as many as fit; empty where
 * there is none.
 */
function renderDiagnostics(diagnostics, foreign, limitBytes) {
    // What an interrupt left undone says no more than that there was one.
    const telling = diagnostics.filter((diagnostic) => !(0,_plan_run_facts_js__WEBPACK_IMPORTED_MODULE_0__/* .isExecutionHalted */ .Nx)(diagnostic));
    const ordered = [
        ...telling.filter(({ severity }) => severity === 'error'),
        ...telling.filter(({ severity }) => severity === 'warning'),
    ];
    const blocks = [];
    let left = limitBytes - noteBytes;
    for (const diagnostic of ordered.slice(0, maxDiagnostics)) {
        const block = foreign.fence((0,_plan_diagnostic_js__WEBPACK_IMPORTED_MODULE_1__/* .renderDiagnostic */ .I)(diagnostic), maxDiagnosticBytes, cutNote).trimEnd();
        left -= Buffer.byteLength(block) + 2;
        if (left < 0)
            break;
        blocks.push(block);
    }
    if (ordered.length > blocks.length && limitBytes > noteBytes) {
        const more = ordered.length - blocks.length;
        blocks.push(`${String(more)} more ${more === 1 ? 'message' : 'messages'} of Terraform in the log.`);
    }
    return blocks.join('\n\n');
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


/***/ }),

/***/ 10905:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   E: () => (/* binding */ renderQueue)
/* harmony export */ });
/* harmony import */ var _lock_queue_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(35624);

/** Who waits behind this run, and whether the lock came past them. */
function renderQueue({ queue, holder, phase }, foreign) {
    if (queue === undefined)
        return [];
    const waiting = (0,_lock_queue_js__WEBPACK_IMPORTED_MODULE_0__/* .describeWaiting */ .h)(queue);
    const isAboutHolder = phase.kind === 'waiting' || (phase.kind === 'ended' && phase.result === 'contended');
    const bypass = isAboutHolder && holder !== undefined ? (0,_lock_queue_js__WEBPACK_IMPORTED_MODULE_0__/* .describeBypass */ .g)(holder, queue) : undefined;
    return [
        ...(bypass === undefined ? [] : [bypass]),
        ...(waiting === undefined
            ? []
            : [`${waiting} behind this run in the concurrency group ${foreign.code(queue.group)}.`]),
    ];
}


/***/ }),

/***/ 50564:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  G: () => (/* binding */ renderRecovery),
  P: () => (/* binding */ renderRecoveryLines)
});

// EXTERNAL MODULE: ./src/report/fence.ts
var fence = __webpack_require__(69183);
// EXTERNAL MODULE: ./src/report/import-block.ts
var import_block = __webpack_require__(14213);
// EXTERNAL MODULE: ./src/report/most-that-fit.ts
var most_that_fit = __webpack_require__(18035);
// EXTERNAL MODULE: ./src/report/plan-groups.ts
var plan_groups = __webpack_require__(46476);
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






const maxAddressLength = 300;
const maxIdLength = 200;
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
    return assemble((0,most_that_fit/* mostThatFit */.c)(entries.length, fits));
}
function entryOf(fate, foreign) {
    const id = (text) => foreign.cell(text, maxIdLength);
    const cells = [
        foreign.cell(fate.address, maxAddressLength),
        describeFate(fate),
        fate.id === undefined ? 'not told' : id(fate.id.value),
        describeInState(fate, id),
    ];
    return { row: `| ${cells.join(' | ')} |`, ...toPaste(fate, foreign) };
}
function toPaste(fate, foreign) {
    const isHarmless = (text) => foreign.isHarmless(text);
    return {
        importBlock: (0,import_block/* renderImportBlock */.$h)(fate, isHarmless),
        stateRemoval: (0,import_block/* renderStateRemoval */.cy)(fate, isHarmless),
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
    const id = (text) => foreign.line(text, maxIdLength);
    const lines = told.map((fate) => {
        const known = fate.id === undefined ? '' : ` [${fate.id.key}=${id(fate.id.value)}]`;
        return `  ${foreign.line(fate.address, maxAddressLength)}: ${describeFate(fate)}${known}; the state ${describeInState(fate, id)}`;
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


/***/ }),

/***/ 61669:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  L: () => (/* binding */ renderHeadline),
  l: () => (/* binding */ renderOpening)
});

// EXTERNAL MODULE: ./src/retry/duration.ts
var duration = __webpack_require__(87100);
// EXTERNAL MODULE: ./src/report/comparison-section.ts
var comparison_section = __webpack_require__(12791);
// EXTERNAL MODULE: ./src/report/counts.ts
var report_counts = __webpack_require__(65132);
// EXTERNAL MODULE: ./src/lock/annotation.ts
var annotation = __webpack_require__(87198);
// EXTERNAL MODULE: ./src/lock/lock-holder.ts
var lock_holder = __webpack_require__(89739);
// EXTERNAL MODULE: ./src/lock/removal.ts
var removal = __webpack_require__(57047);
// EXTERNAL MODULE: ./src/report/instant.ts
var instant = __webpack_require__(44843);
// EXTERNAL MODULE: ./src/report/run-links.ts
var run_links = __webpack_require__(96679);
;// CONCATENATED MODULE: ./src/report/holder-text.ts






/** Who holds the lock and whether they are at work, in a sentence. */
function renderHolderSentence(holder, foreign) {
    if (holder.run === null) {
        const who = foreign.code(holder.who) || 'Somebody';
        return `${who} holds the lock. It was not taken by a Lockstep run, so whether its owner is still at work cannot be looked up.`;
    }
    if ((0,annotation/* needsAttention */.e_)(holder.info)) {
        return 'The run that took the lock was cut off before its state was saved, and the lock protects what the state lacks.';
    }
    switch (holder.verdict) {
        case 'alive':
            return 'Another run holds the lock and is still at work.';
        case 'finished':
            return 'The run that took the lock has finished, and the lock is still there.';
        case 'unknown':
            return 'Another run holds the lock; whether it is still at work is not known.';
    }
}
/** What is known of a lock and its holder, as a table. */
function renderHolderTable(holder, own, foreign) {
    return renderRows(holderRows('Held by', holder, own, foreign));
}
/** Who has removed a lock, or has tried to, when and why, and whose it was. */
function renderDecisionTable(decision, label, holder, own, foreign) {
    const { actor, at, reason } = decision;
    const evidence = (0,removal/* describeEvidence */.RQ)(decision);
    return renderRows([
        ['Decided by', renderDecider(actor, own, foreign)],
        ['At', (0,instant/* renderInstant */.W)(at) ?? ''],
        ['Reason', foreign.cell(reason, removal/* maxReasonLength */.HD)],
        ['Proof', `${evidence.charAt(0).toUpperCase()}${evidence.slice(1)}`],
        ...(holder === undefined ? [] : holderRows(label, holder, own, foreign)),
    ]);
}
function renderDecider(actor, own, foreign) {
    if (actor === null)
        return '';
    return own === undefined ? foreign.cell(actor) : (0,run_links/* renderActor */.GH)(actor, own.serverUrl, foreign);
}
function holderRows(label, holder, own, foreign) {
    const { run, who, operation, version, lockId } = holder;
    return [
        [label, run === null ? foreign.cell(who) || 'somebody' : (0,run_links/* renderHolderRun */.Yn)(run, own, foreign)],
        ...(run === null ? [] : [['That run', renderVerdict(holder, foreign)]]),
        ['Operation', renderOperation(operation, version, foreign)],
        ['Since', renderSince(holder, foreign)],
        ['Lock ID', foreign.cell(lockId)],
    ];
}
/** The first row is the table's head; what is not known has none. */
function renderRows(rows) {
    const [first = '', ...rest] = rows
        .filter(([, value]) => value !== '')
        .map(([name, value]) => `| ${name} | ${value} |`);
    return [first, '| --- | --- |', ...rest].join('\n');
}
/** `apply, version 1.11.4`; words of ours where the operation is one of Terraform's. */
function renderOperation(operation, version, foreign) {
    const words = (0,lock_holder/* describeOperation */.R8)(operation);
    const name = words === operation ? foreign.cell(words) : words;
    const number = foreign.cell(version);
    return [name, number === '' ? '' : `version ${number}`].filter((text) => text !== '').join(', ');
}
function renderSince({ created, ageSeconds }, foreign) {
    const since = (0,instant/* renderInstant */.W)(parseCreated(created)) ?? foreign.cell(created);
    const age = ageSeconds === null ? '' : `${(0,duration/* renderDuration */.PP)(ageSeconds * 1000)} before this was written`;
    return [since, age].filter((text) => text !== '').join(', ');
}
function renderVerdict({ run, verdict }, foreign) {
    const detail = (text) => text === null || text === undefined ? '' : ` (${foreign.cell(text)})`;
    switch (verdict) {
        case 'alive':
            return `🟢 still at work${detail(run?.status)}`;
        case 'finished':
            return `⚪ finished${detail(run?.conclusion)}`;
        case 'unknown':
            return '❔ not known';
    }
}
/** JSON's form of a Go time, and the one that Terraform prints; Date.parse alone would find a date in `#1`. */
const CREATED = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.\d+)?(?:Z| \+0000 UTC)$/;
function parseCreated(created) {
    const [, day, time] = CREATED.exec(created) ?? [];
    return Date.parse(`${String(day)}T${String(time)}Z`);
}

// EXTERNAL MODULE: ./src/report/fence.ts
var fence = __webpack_require__(69183);
;// CONCATENATED MODULE: ./src/report/next-steps.ts



function stateInputsFromAddress(stateAddress) {
    return stateAddress.startsWith('s3://') ? { 'state-address': stateAddress } : { 'working-directory': '.' };
}
/** What to do about a lock that was not waited for any longer. */
function renderNextSteps(holder, own, target, foreign) {
    const again = own === undefined ? 'run this job again' : (0,run_links/* renderLink */.BK)('run this job again', own.url, foreign);
    if (holder.run === null) {
        const owner = foreign.code(holder.who) || 'its owner';
        return [
            `**What to do:** ask ${owner}. When the lock is free, ${again}. Only if nobody is at work any more: remove the lock with the command \`unlock\` and the lock ID above.`,
        ];
    }
    if ((0,annotation/* needsAttention */.e_)(holder.info))
        return renderUnlock(attention, holder, again, target, foreign);
    switch (holder.verdict) {
        case 'alive':
            return [`**What to do:** wait until that run has ended, then ${again}.`];
        case 'unknown':
            return [
                `**What to do:** look at that run. If it is at work, wait until it has ended, then ${again}. If it has ended, see in its log whether it saved its state before anything else.`,
            ];
        case 'finished':
            return renderUnlock(finished, holder, again, target, foreign);
    }
}
const finished = 'look at that run first. That it has finished does not prove that its state was saved: an apply that was cut off leaves its lock to protect the state.';
const attention = 'the job summary of that run lists what it did and what the state lacks, with `import` blocks to paste. Work through it first.';
function renderUnlock(first, holder, again, target, foreign) {
    const look = `**What to do:** ${first}`;
    const reason = `run ${String(holder.run?.runId)} has finished and left the lock, its state was checked`;
    const step = renderUnlockStep(holder.lockId, reason, target, foreign);
    if (step === undefined) {
        return [
            `${look} Once you know that the state is complete, remove the lock with the command \`unlock\`, then ${again}. No step is shown here, since the lock or the state has a name that a workflow would not take as it is.`,
        ];
    }
    return [
        `${look} Once you know that the state is complete, remove exactly this lock with the step below, then ${again}.`,
        step,
    ];
}
const LOCK_ID = /^[\w.-]{1,100}$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/;
/** As GITHUB_ACTION_REPOSITORY and GITHUB_ACTION_REF name it; both are empty for an action of the workflow's own folder. */
const ACTION = /^[a-z\d][a-z\d-]{0,38}\/[\w.-]{1,100}@[\w./-]{1,200}$/i;
/** What YAML reads as a string without quotes. */
const PLAIN = /^(?!(?:true|false|null|yes|no|on|off|y|n)$)[a-z./](?:[\w./=-]|:(?=\S))*$/i;
/** The runner evaluates an expression within quotes too. */
const UNSAFE = /\$\{\{|[\p{C}\p{Default_Ignorable_Code_Point}`\u2028\u2029]/u;
/** The step of a workflow that removes exactly this lock; undefined where a name in it is not to be shown as it is. */
function renderUnlockStep(lockId, reason, { stateInputs, action = '' }, foreign) {
    const inputs = Object.entries(stateInputs);
    // A text that is not shown as it is makes no exact step.
    const isExact = (text) => !UNSAFE.test(text) && foreign.isHarmless(text);
    if (!LOCK_ID.test(lockId) || ![lockId, ...inputs.flat()].every(isExact))
        return undefined;
    const value = (text) => (UUID.test(text) || PLAIN.test(text) ? text : JSON.stringify(text));
    const lines = [
        `- uses: ${ACTION.test(action) && foreign.isHarmless(action) ? action : 'OWNER/lockstep@v1'}`,
        '  with:',
        '    command: unlock',
        ...inputs.map(([name, text]) => `    ${name}: ${value(text)}`),
        `    lock-id: ${value(lockId)}`,
        `    reason: ${reason}`,
    ];
    return (0,fence/* renderFence */.Q)(lines.join('\n'), 'yaml').trimEnd();
}

// EXTERNAL MODULE: ./src/report/recovery-report.ts + 2 modules
var recovery_report = __webpack_require__(50564);
;// CONCATENATED MODULE: ./src/report/left-lock.ts



/** Of the comment, beside a plan; the summary has more room. */
const commentBytes = 12_000;
/** The lock of this run that stays: whose, what is known of it and what is not, what the state lacks, what to do. */
function renderLeftLock(story, foreign, options) {
    const { leftLock, recovery, run, stateAddress = '' } = story;
    const limitBytes = options.recoveryBytes ?? commentBytes;
    if (leftLock === undefined) {
        const section = recovery === undefined ? '' : (0,recovery_report/* renderRecovery */.G)(recovery, foreign, { isLocked: false, limitBytes });
        return section === '' ? [] : [section];
    }
    const { holder, isUnsaved } = leftLock;
    const lockId = holder?.lockId ?? leftLock.lockId;
    const stateInputs = options.stateInputs ?? stateInputsFromAddress(stateAddress);
    const step = lockId === undefined
        ? undefined
        : renderUnlockStep(lockId, 'the run that took it is over, and its state is complete', { stateInputs, action: options.action }, foreign);
    const known = lockId === undefined ? '' : describeKnown(leftLock, lockId, foreign);
    // Whoever reads this finds that run ended.
    const table = holder === undefined ? [] : [renderHolderTable({ ...holder, verdict: 'finished' }, run, foreign)];
    if (isUnsaved && recovery === undefined) {
        return [
            ...table,
            `${known}The state lock stays, since it protects what the state lacks. What that is, the post step of this job tells.`,
        ];
    }
    const section = recovery === undefined ? '' : (0,recovery_report/* renderRecovery */.G)(recovery, foreign, { unlockStep: step, limitBytes });
    if (section !== '') {
        // Of a lock that is read and known by its log the section tells all.
        const isPlain = known === '' || (holder !== undefined && leftLock.evidence === undefined);
        return [...table, ...(isPlain ? [] : [known.trim()]), section];
    }
    const first = isUnsaved
        ? 'take the unsaved changes into the state first.'
        : 'every later run of this state waits for this lock, until it is removed.';
    const then = step === undefined
        ? 'When nothing is at work on this state any more and it is complete, remove the lock with the command `unlock`.'
        : 'When nothing is at work on this state any more and it is complete, remove exactly this lock with the step below.';
    return [...table, `${known}**What to do:** ${first} ${then}`, ...(step === undefined ? [] : [step])];
}
/** What is proven of the lock and what is not, with a space at its end. */
function describeKnown({ holder, evidence }, lockId, foreign) {
    const it = holder === undefined ? `the lock ${foreign.code(lockId)}` : 'it';
    const isThere = holder === undefined ? 'that it is still there, and ' : '';
    if (evidence === 'none') {
        return `Not proven: that ${it} is the lock of this run, and that nothing is lost with it. `;
    }
    const unread = `this run took ${it}, by Terraform's own log, which does not tell that it was given back`;
    const logged = holder === undefined ? unread : "it is the lock of this run, by Terraform's own log";
    const seen = `${it} was there while Terraform was changing resources, so it is the lock of this run`;
    return `Proven: ${evidence === 'seen' ? seen : logged}. Not proven: ${isThere}that nothing is lost with it. `;
}

;// CONCATENATED MODULE: ./src/report/story-text.ts








/** The longest key of S3 is 1,024 bytes. */
const maxAddressLength = 1_200;
const maxCommandBytes = 10_000;
const maxComparisonBytes = 10_000;
const AUDITED = {
    pass: '✅ Audited',
    warn: '⚠️ Audited, with warnings',
    fail: '❌ Audited, with failures',
};
/** What is so, in a line: an icon, what was done, the state. */
function renderHeadline(story, foreign) {
    const { command, phase, stateAddress, audit } = story;
    const state = stateAddress === undefined ? 'the state' : foreign.code(stateAddress, maxAddressLength);
    const isApply = command === 'apply';
    if (phase.kind === 'waiting')
        return `⏳ Waiting for the lock of ${state}`;
    if (phase.kind === 'working')
        return isApply ? `🚀 Applying to ${state}` : `🔍 Planning ${state}`;
    switch (phase.result) {
        case 'changes':
            return `📝 Planned ${state}`;
        case 'applied':
            return `✅ Applied to ${state}`;
        case 'no-changes':
            return isApply ? `✅ Nothing to apply to ${state}` : `✅ No changes in ${state}`;
        case 'listed':
            return `📜 Versions of ${state}`;
        case 'restored':
            return `♻️ Restored ${state}`;
        case 'drift':
            return `🧭 Drift in ${state}`;
        case 'no-drift':
            return `✅ No drift in ${state}`;
        case 'unlocked':
            return `🔓 Lock removed from ${state}`;
        case 'free':
        case 'already-free':
            return `🔓 No lock on ${state}`;
        case 'locked':
            return `🔒 Locked: ${state}`;
        case 'unknown':
            return `❔ No answer about the lock of ${state}`;
        case 'contended':
            return `🔒 Gave up: ${state} is locked`;
        case 'pass':
        case 'warn':
        case 'fail': {
            const what = stateAddress === undefined
                ? `${String(audit?.states.length ?? 0)} backends`
                : `the backend of ${state}`;
            return `${AUDITED[phase.result]}: ${what}`;
        }
        case 'cancelled':
            return `🛑 Cancelled: ${renderTask(story, foreign)}`;
        default:
            return `❌ Failed: ${renderTask(story, foreign)}`;
    }
}
/** What happened and what to do: the paragraphs that follow the headline. */
function renderOpening(story, foreign, options) {
    const { phase, holder, counts, lockRecovered, run } = story;
    const removed = lockRecovered === undefined
        ? []
        : [`This run removed the lock ${foreign.code(lockRecovered)}, which it had taken itself.`];
    if (phase.kind === 'working') {
        return ['Terraform is at work. This comment is brought up to date when there is news.', ...removed];
    }
    if (phase.kind === 'waiting') {
        const until = (0,instant/* renderClock */.X)(phase.givesUpAt, options.now);
        const left = (0,duration/* renderDuration */.PP)(phase.givesUpAt - options.now);
        const end = until === undefined ? '' : ` This run gives up at ${until} (${left} left when this was written).`;
        if (holder === undefined)
            return [`Somebody holds the lock.${end}`];
        return [`${renderHolderSentence(holder, foreign)}${end}`, renderHolderTable(holder, run, foreign)];
    }
    // A plan's section begins with its own.
    const isTold = counts === undefined || (story.plan !== undefined && !isDone(story));
    const changes = isTold ? [] : [`**${(0,report_counts/* renderCounts */.P)(counts, isDone(story))}**`];
    const message = phase.message === '' ? [] : [foreign.prose(phase.message)];
    switch (phase.result) {
        case 'changes':
        case 'applied':
            return [...changes, ...message, ...removed];
        case 'contended': {
            const waited = renderWaited(story);
            // The message names the holder too, and less of it.
            if (holder === undefined)
                return [waited, ...message, ...removed];
            const stateInputs = options.stateInputs ?? stateInputsFromAddress(story.stateAddress ?? '');
            return [
                `${renderHolderSentence(holder, foreign)} ${waited}`,
                renderHolderTable(holder, run, foreign),
                ...renderNextSteps(holder, run, { stateInputs, action: options.action }, foreign),
                ...removed,
            ];
        }
        case 'cancelled':
        case 'failed': {
            const reason = phase.failureReason === '' || phase.failureReason === 'cancelled'
                ? []
                : [`Reason: ${foreign.code(phase.failureReason)}`];
            const done = counts === undefined ? [] : [`Until then: **${(0,report_counts/* renderCounts */.P)(counts, isDone(story))}**`];
            return [
                ...message,
                ...renderCommands(phase.commands, foreign),
                ...([...reason, ...done].length === 0 ? [] : [[...reason, ...done].join(' · ')]),
                ...renderChanged(story, foreign, options),
                ...(story.isPlanVoid ? [voidPlan] : []),
                ...renderLeftLock(story, foreign, options),
                ...story_text_renderUnlock(story, foreign),
                ...removed,
            ];
        }
        case 'unlocked':
        case 'already-free':
            return [...message, ...story_text_renderUnlock(story, foreign)];
        case 'locked': {
            const reviewed = renderReviewed(story, foreign);
            if (holder === undefined)
                return [...message, ...removed, ...reviewed];
            const held = [renderHolderSentence(holder, foreign), renderHolderTable(holder, run, foreign)];
            return [...held, ...removed, ...reviewed];
        }
        case 'drift':
        case 'no-drift':
            return [...renderFound(story), ...message, ...renderIssue(story, foreign), ...removed];
        case 'no-changes':
            return ['Terraform found nothing to change.', ...message, ...removed];
        default:
            return [...message, ...removed, ...renderReviewed(story, foreign)];
    }
}
function renderFound({ counts, phase }) {
    const isFound = phase.kind === 'ended' && phase.result === 'drift';
    if (!isFound)
        return ['Terraform found nothing that differs.'];
    return counts === undefined ? [] : [`**${(0,report_counts/* renderDrift */.i)(counts)}**`];
}
function renderIssue({ issue }, foreign) {
    if (issue === undefined)
        return [];
    return [`${(0,run_links/* renderLink */.BK)(`Issue ${String(issue.number)}`, issue.url, foreign)} ${issue.what}.`];
}
function renderReviewed({ reviewedPlan }, foreign) {
    return reviewedPlan === undefined ? [] : [foreign.prose(reviewedPlan)];
}
const voidPlan = 'What was reviewed is void, since a part of it was applied: what is left needs a new plan and a new review.';
function renderCommands(commands = [], foreign) {
    return commands.length === 0 ? [] : [foreign.fence(commands.join('\n'), maxCommandBytes, '').trim()];
}
function renderChanged({ comparison }, foreign, { comparisonBytes = maxComparisonBytes }) {
    return comparison === undefined ? [] : [(0,comparison_section/* renderComparison */.Wo)(comparison, foreign, comparisonBytes).trim()];
}
/** Whose lock `unlock` has met, and by whose decision it has removed it or tried to. */
function story_text_renderUnlock({ command, phase, decision, holder, run }, foreign) {
    if (command !== 'unlock')
        return [];
    const isOver = phase.kind === 'ended' && phase.result !== 'failed';
    if (decision !== undefined)
        return [renderDecisionTable(decision, isOver ? 'Was held by' : 'Held by', holder, run, foreign)];
    return holder === undefined ? [] : [renderHolderTable(holder, run, foreign)];
}
function isDone({ command }) {
    return command === 'apply';
}
function renderWaited({ command, lockWaitedMs }) {
    const waited = lockWaitedMs < 500
        ? 'This run did not wait for it'
        : `This run waited ${(0,duration/* renderDuration */.PP)(lockWaitedMs)} for it and gave up`;
    if (command === 'plan')
        return `${waited}; nothing was planned.`;
    if (command === 'drift')
        return `${waited}; whether something differs is not known.`;
    return command === 'apply' ? `${waited}; nothing was applied.` : `${waited}.`;
}
/** `plan of s3://…` */
function renderTask({ command, stateAddress }, foreign) {
    const isKnown = command === 'plan' || command === 'apply';
    const noun = isKnown ? command : command === '' ? 'this step' : foreign.code(command);
    if (stateAddress === undefined)
        return noun;
    return `${noun} ${command === 'apply' ? 'to' : 'of'} ${foreign.code(stateAddress, maxAddressLength)}`;
}


/***/ })

};
