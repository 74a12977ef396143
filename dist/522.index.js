export const id = 522;
export const ids = [522];
export const modules = {

/***/ 67522:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  planViewFromPlan: () => (/* binding */ planViewFromPlan)
});

;// CONCATENATED MODULE: ./src/plan/plan-text.ts
/**
 * What a line begins with that begins a block, and what else may stand at the margin (jsonformat/plan.go). Whatever
 * is in a value is indented by four spaces and more; `-/+` and `+/-` belong to a block.
 */
const HEADER = / {1,2}# /y;
const WITHIN_A_BLOCK = / |\n|-\/\+ |\+\/- /y;
/** Other lines at the margin are prose within their section; behind outputs they end it. */
const SECTIONS = [
    [/^Note: Objects have changed outside of /, 'drift'],
    [/^\w+ (?:will perform|planned) the following actions/, 'changes'],
    [/^Changes to Outputs:/, 'outputs'],
    // A rule ends drift, "Plan: 1 to add" the changes; a note that is not known has blocks of another kind.
    [/^(?:─|Plan: |Note: )/, undefined],
];
const DEPOSED = /^\(deposed object [^)]*\) /;
const MOVED = 'has moved to ';
/** `importIdOf`: the ID that the plan imports for an address as the text shows it. */
function parsePlanText(text, importIdOf) {
    const found = { changes: new Map(), drift: new Map(), outputs: '' };
    let section;
    let block;
    let start = 0;
    const close = (end) => {
        if (section === 'outputs')
            found.outputs = text.slice(start, end).trimEnd();
        else if (section !== undefined && block !== undefined) {
            const { address, title, comments } = block;
            found[section].set(address, { title, comments, diff: text.slice(start, end).trimEnd() });
        }
        block = undefined;
    };
    // By `\n` alone: a regular expression's `^` takes U+2028 and a carriage return, which values have, for ends of lines.
    for (let position = 0, next; position < text.length; position = next) {
        const indent = prefixLength(HEADER, text, position);
        next = endOfLine(text, position);
        if (indent > 0) {
            close(position);
            const header = parseHeader(text.slice(position + indent, next).trimEnd());
            const { comments, end } = parseComments(text, next, importIdOf(header.address));
            block = { ...header, comments };
            next = start = end;
        }
        else if (prefixLength(WITHIN_A_BLOCK, text, position) === 0) {
            close(position);
            const line = text.slice(position, next);
            const begun = SECTIONS.find(([pattern]) => pattern.test(line));
            if (begun !== undefined || section === 'outputs')
                section = begun?.[1];
            start = next;
        }
    }
    close(text.length);
    return found;
}
/** Where the next line begins. */
function endOfLine(text, start) {
    const end = text.indexOf('\n', start);
    return end < 0 ? text.length : end + 1;
}
/** `pattern` is sticky. */
function prefixLength(pattern, text, start) {
    pattern.lastIndex = start;
    return pattern.test(text) ? pattern.lastIndex - start : 0;
}
/**
 * The comments that follow a block's first line. Terraform writes an import's ID as it is, with its ends of lines:
 * only the ID itself tells where it ends, and that what looks like another block in it is none.
 */
function parseComments(text, start, importId) {
    const comments = [];
    const imported = importId === undefined ? undefined : `  # (imported from "${importId}")\n`;
    let end = start;
    for (;;) {
        const indent = prefixLength(HEADER, text, end);
        if (indent === 0)
            return { comments, end };
        if (imported !== undefined && text.startsWith(imported, end)) {
            end += imported.length;
            continue;
        }
        const next = endOfLine(text, end);
        comments.push(text.slice(end + indent, next).trimEnd());
        end = next;
    }
}
/** `ADDRESS will be …`, `ADDRESS (deposed object KEY) will be …` or `ADDRESS has moved to ADDRESS`. */
function parseHeader(line) {
    const end = endOfAddress(line);
    const rest = line.slice(end + 1);
    if (rest.startsWith(MOVED))
        return { address: rest.slice(MOVED.length), title: MOVED.trimEnd() };
    const deposed = DEPOSED.exec(rest)?.[0] ?? '';
    return { address: line.slice(0, end + deposed.length), title: rest.slice(deposed.length) };
}
/** An address ends at the first space that is in no key; in a key Terraform escapes `"` and ends of lines. */
function endOfAddress(line) {
    let isInKey = false;
    for (let index = 0; index < line.length; index++) {
        const character = line[index];
        if (isInKey && character === '\\')
            index++;
        else if (character === '"')
            isInKey = !isInKey;
        else if (character === ' ' && !isInKey)
            return index;
    }
    return line.length;
}

;// CONCATENATED MODULE: ./src/plan/plan-view.ts

/** `planText`: what `terraform show -no-color` writes for the same plan; empty where there is none. */
function planViewFromPlan(plan, planText, counts) {
    const changes = plan.resource_changes ?? [];
    const imports = changes.filter(({ change }) => importIdOf(change) !== undefined);
    const importIds = new Map(imports.map((resource) => [displayAddress(resource), importIdOf(resource.change)]));
    const text = parsePlanText(planText, (address) => importIds.get(address));
    const drift = resourceViews(plan.resource_drift ?? [], text.drift);
    return {
        counts,
        isErrored: plan.errored === true,
        resources: resourceViews(changes, text.changes),
        // Terraform tells only of drift that may have affected the plan (jsonformat/diff.go), while the JSON has all of
        // it: a first plan after an apply finds null that became {} in nearly every resource of AWS.
        drift: planText === '' ? drift : drift.filter(({ diff }) => diff !== undefined),
        outputs: Object.entries(plan.output_changes ?? {}).flatMap(([name, change]) => {
            const action = actionOf(change);
            return action === undefined ? [] : [{ name, action }];
        }),
        outputsDiff: text.outputs === '' ? undefined : text.outputs,
        failingChecks: (plan.checks ?? [])
            .flatMap((check) => check.instances ?? [check])
            .filter(({ status }) => status === 'fail' || status === 'error')
            .map(({ address, problems }) => ({
            address: address.to_display,
            problems: (problems ?? []).map(({ message }) => message),
        })),
    };
}
function resourceViews(changes, blocks) {
    return changes.flatMap((resource) => {
        const { address, previous_address: previous, type = '', mode, change } = resource;
        const movedFrom = previous === address ? undefined : previous;
        const importId = importIdOf(change);
        const action = actionOf(change) ?? unchangedAction(importId, movedFrom);
        // Terraform does not show that a data source leaves the state.
        if (action === undefined || (action === 'destroy' && mode === 'data'))
            return [];
        const shownAddress = displayAddress(resource);
        const block = blocks.get(shownAddress);
        return [
            {
                ...{ address: shownAddress, type, action, movedFrom, importId },
                isCreatedFirst: action === 'replace' && change.actions[0] === 'create',
                reasons: block === undefined ? [] : reasonsOf(block),
                diff: block?.diff,
            },
        ];
    });
}
function displayAddress({ address, deposed }) {
    return deposed === undefined ? address : `${address} (deposed object ${deposed})`;
}
/** Undefined where nothing changes. An action that is not known yet is taken for a change. */
function actionOf({ actions }) {
    if (actions.includes('forget'))
        return 'forget';
    if (actions.includes('delete'))
        return actions.includes('create') ? 'replace' : 'destroy';
    if (actions.includes('create'))
        return 'create';
    if (actions.includes('read'))
        return 'read';
    return actions.includes('no-op') ? undefined : 'change';
}
function unchangedAction(importId, movedFrom) {
    if (importId !== undefined)
        return 'import';
    return movedFrom === undefined ? undefined : 'move';
}
function importIdOf({ importing }) {
    if (typeof importing !== 'object' || importing === null)
        return undefined;
    return 'id' in importing && typeof importing.id === 'string' ? importing.id : '';
}
const TITLE_WITH_REASON = /tainted|as requested|replace_triggered_by|must be replaced, but/;
const KNOWN_FROM_JSON = /^\((?:moved from |imported from |will be imported first)/;
function reasonsOf({ title, comments }) {
    const reasons = comments
        .filter((comment) => !KNOWN_FROM_JSON.test(comment))
        .map((comment) => comment.replace(/^\((.*)\)$/, '$1'));
    return TITLE_WITH_REASON.test(title) ? [title, ...reasons] : reasons;
}


/***/ })

};
