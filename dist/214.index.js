export const id = 214;
export const ids = [214];
export const modules = {

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

/***/ 1000:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   D: () => (/* binding */ renderDiagnostics)
/* harmony export */ });
/* harmony import */ var _plan_diagnostic_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(5236);
/* harmony import */ var _plan_run_facts_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(5328);


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

/***/ 6679:
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


/***/ }),

/***/ 1669:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  L: () => (/* binding */ renderHeadline),
  l: () => (/* binding */ renderOpening)
});

// EXTERNAL MODULE: ./src/retry/duration.ts
var duration = __webpack_require__(7100);
// EXTERNAL MODULE: ./src/report/counts.ts
var report_counts = __webpack_require__(5132);
// EXTERNAL MODULE: ./src/lock/annotation.ts
var annotation = __webpack_require__(7198);
// EXTERNAL MODULE: ./src/lock/lock-holder.ts
var lock_holder = __webpack_require__(9739);
// EXTERNAL MODULE: ./src/lock/removal.ts
var removal = __webpack_require__(7047);
// EXTERNAL MODULE: ./src/report/instant.ts
var instant = __webpack_require__(4843);
// EXTERNAL MODULE: ./src/report/run-links.ts
var run_links = __webpack_require__(6679);
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
    const age = ageSeconds === null ? '' : `${(0,duration/* renderDuration */.P)(ageSeconds * 1000)} before this was written`;
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
var fence = __webpack_require__(9183);
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
const UNSAFE = /\$\{\{|[\p{C}`\u2028\u2029]/u;
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

// EXTERNAL MODULE: ./src/report/recovery-report.ts + 3 modules
var recovery_report = __webpack_require__(7681);
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
/** What is so, in a line: an icon, what was done, the state. */
function renderHeadline(story, foreign) {
    const { command, phase, stateAddress } = story;
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
        const left = (0,duration/* renderDuration */.P)(phase.givesUpAt - options.now);
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
                ...(story.isPlanVoid ? [voidPlan] : []),
                ...renderLeftLock(story, foreign, options),
                ...story_text_renderUnlock(story, foreign),
                ...removed,
            ];
        }
        case 'unlocked':
        case 'already-free':
            return [...message, ...story_text_renderUnlock(story, foreign)];
        case 'locked':
            if (holder === undefined)
                return [...message, ...removed];
            return [renderHolderSentence(holder, foreign), renderHolderTable(holder, run, foreign), ...removed];
        case 'no-changes':
            return ['Terraform found nothing to change.', ...message, ...removed];
        default:
            return [...message, ...removed];
    }
}
const voidPlan = 'What was reviewed is void, since a part of it was applied: what is left needs a new plan and a new review.';
function renderCommands(commands = [], foreign) {
    return commands.length === 0 ? [] : [foreign.fence(commands.join('\n'), maxCommandBytes, '').trim()];
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
        : `This run waited ${(0,duration/* renderDuration */.P)(lockWaitedMs)} for it and gave up`;
    if (command === 'plan')
        return `${waited}; nothing was planned.`;
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
