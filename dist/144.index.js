export const id = 144;
export const ids = [144];
export const modules = {

/***/ 2144:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  inspectWorkflow: () => (/* binding */ inspectWorkflow)
});

// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
// EXTERNAL MODULE: ./node_modules/yaml/dist/index.js
var dist = __webpack_require__(38815);
;// CONCATENATED MODULE: ./src/workflow/yaml-reader.ts

/** @throws Error with a reason that goes on from "since" */
function readYaml(text) {
    const lines = new dist/* LineCounter */.HN();
    // Its own look for keys that are there twice compares each with each.
    const document = (0,dist/* parseDocument */.Tp)(text, { lineCounter: lines, logLevel: 'silent', uniqueKeys: false });
    const [error] = document.errors;
    if (error !== undefined)
        throw new Error(`it is no YAML: ${error.message.split('\n', 1)[0] ?? ''}`);
    return { reader: createReader(document, lines), contents: document.contents };
}
function createReader(document, lines) {
    // Looked up where it is used: written out, aliases of aliases can be larger than the memory.
    const targets = targetsOfAliases(document);
    const resolve = (node) => ((0,dist/* isAlias */.Vj)(node) ? targets.get(node) : node);
    const lineOf = (node) => {
        const offset = node?.range?.[0] ?? 0;
        return lines.linePos(offset).line;
    };
    return {
        fields(node) {
            const mapping = resolve(node);
            if (!(0,dist/* isMap */.jh)(mapping))
                return new Map();
            const fields = new Map(mapping.items.map((pair) => [(0,dist/* isScalar */.jn)(pair.key) ? String(pair.key.value) : '', pair]));
            if (fields.size < mapping.items.length)
                throw new Error('it is no YAML: a mapping has a key twice');
            return fields;
        },
        items(node) {
            const sequence = resolve(node);
            return (0,dist/* isSeq */.oP)(sequence) ? sequence.items : [];
        },
        text(pair) {
            const scalar = resolve(pair?.value);
            if (pair === undefined || !(0,dist/* isScalar */.jn)(scalar) || scalar.value === null)
                return undefined;
            const { value, source } = scalar;
            // `True` and `TRUE` are `true`; a number is left as it is written.
            const written = typeof value === 'boolean' ? String(value) : source;
            return { text: typeof value === 'string' ? value : (written ?? ''), line: lineOf(pair.key) };
        },
        texts(node) {
            const value = resolve(node);
            const scalars = (0,dist/* isSeq */.oP)(value) ? value.items.map(resolve) : [value];
            return scalars.map((scalar) => ((0,dist/* isScalar */.jn)(scalar) ? String(scalar.value) : ''));
        },
        lineOf: ({ key }) => lineOf(key),
        isMapping: (node) => (0,dist/* isMap */.jh)(resolve(node)),
    };
}
/** All at once: an alias that is asked for its target looks through the whole document. */
function targetsOfAliases(document) {
    const latest = new Map();
    const targets = new Map();
    (0,dist/* visit */.YR)(document, {
        Node(_, node) {
            if ((0,dist/* isAlias */.Vj)(node))
                targets.set(node, latest.get(node.source));
            else if (node.anchor !== undefined)
                latest.set(node.anchor, node);
        },
    });
    return targets;
}

;// CONCATENATED MODULE: ./src/workflow/workflow-file.ts

/** GitHub takes no larger one. */
const maxLength = 1_000_000;
/**
 * The parts of a workflow that decide what runs beside what.
 * @throws Error with a reason that goes on from "since"
 */
function parseWorkflow(text) {
    if (text.length > maxLength)
        throw new Error('it is longer than 1 MB');
    const { reader, contents } = readYaml(text);
    const root = reader.fields(contents);
    const jobs = reader.fields(root.get('jobs')?.value);
    if (jobs.size === 0)
        throw new Error('it has no jobs');
    return {
        concurrency: readConcurrency(reader, root.get('concurrency')),
        pushedBranch: readPushedBranch(reader, root.get('on')),
        jobs: [...jobs].map(([id, pair]) => readJob(reader, id, pair)),
    };
}
function readJob(reader, id, pair) {
    const job = reader.fields(pair.value);
    return {
        id,
        line: reader.lineOf(pair),
        name: reader.text(job.get('name'))?.text,
        condition: reader.text(job.get('if'))?.text,
        uses: reader.text(job.get('uses'))?.text,
        steps: job.has('steps') ? reader.items(job.get('steps')?.value).map(readStep(reader)) : undefined,
        concurrency: readConcurrency(reader, job.get('concurrency')),
        workspaceText: readWorkspace(reader, job),
        environment: readEnvironment(reader, job.get('environment')),
        matrix: readMatrix(reader, job.get('strategy')),
    };
}
const STATE_INPUTS = ['working-directory', 'workspace', 'backend-config', 'init-args'];
function readWorkspace(reader, fields) {
    return reader.text(reader.fields(fields.get('env')?.value).get('TF_WORKSPACE'))?.text;
}
function readStep(reader) {
    return (node) => {
        const step = reader.fields(node);
        const inputs = reader.fields(step.get('with')?.value);
        return {
            uses: reader.text(step.get('uses'))?.text,
            command: reader.text(inputs.get('command'))?.text,
            condition: reader.text(step.get('if'))?.text,
            stateTexts: [
                ...STATE_INPUTS.map((name) => reader.text(inputs.get(name))?.text ?? ''),
                readWorkspace(reader, step) ?? '',
            ],
        };
    };
}
/** In the filters of branches these make a pattern of a name. */
const PATTERN = /[*?+![\]]/;
function readPushedBranch(reader, pair) {
    const push = reader.fields(reader.fields(pair?.value).get('push')?.value);
    if (push.has('tags') || push.has('tags-ignore') || !push.has('branches'))
        return undefined;
    const [branch = '', ...more] = reader.texts(push.get('branches')?.value);
    return branch === '' || more.length > 0 || PATTERN.test(branch) ? undefined : branch;
}
/** A text alone is the group's name. */
function readConcurrency(reader, pair) {
    if (pair === undefined)
        return undefined;
    const fields = reader.fields(pair.value);
    const isTextAlone = !reader.isMapping(pair.value);
    const group = isTextAlone ? reader.text(pair) : reader.text(fields.get('group'));
    return {
        line: reader.lineOf(pair),
        isTextAlone,
        group,
        cancelInProgress: reader.text(fields.get('cancel-in-progress')),
        queue: reader.text(fields.get('queue')),
    };
}
function readEnvironment(reader, pair) {
    return reader.isMapping(pair?.value)
        ? reader.text(reader.fields(pair?.value).get('name'))
        : reader.text(pair);
}
function readMatrix(reader, pair) {
    const strategy = reader.fields(pair?.value);
    if (pair === undefined || !strategy.has('matrix'))
        return undefined;
    return {
        line: reader.lineOf(pair),
        failFast: reader.text(strategy.get('fail-fast')),
        maxParallel: reader.text(strategy.get('max-parallel')),
    };
}

;// CONCATENATED MODULE: ./src/workflow/workflow-place.ts
/**
 * The place that GITHUB_WORKFLOW_REF and `job.workflow_ref` name: `owner/name/.github/workflows/x.yml@refs/heads/main`. Its
 * repository is not always that of the run: a ruleset of an organisation brings its own.
 */
function placeFromWorkflowRef(text) {
    const [, repository, path, ref] = /^([^/@]+\/[^/@]+)\/([^@]+\.ya?ml)@(.+)$/.exec(text) ?? [];
    return repository === undefined || path === undefined || ref === undefined
        ? undefined
        : { repository, path, ref };
}
/** The workflow that a job calls; `./` and `$/` mean the repository and the commit of the file that calls. */
function placeFromUses(uses, { repository, ref }) {
    const [, path] = /^[.$]\/(.+\.ya?ml)$/.exec(uses) ?? [];
    return path === undefined ? placeFromWorkflowRef(uses) : { repository, path, ref };
}
/** GitHub's names of repositories are not case sensitive, those of files are. */
function isSameFile(one, other) {
    return one.repository.toLowerCase() === other.repository.toLowerCase() && one.path === other.path;
}

;// CONCATENATED MODULE: ./src/workflow/job-chains.ts


/** GitHub takes calls ten deep, and 50 different workflows. */
const maxDepth = 10;
const maxFiles = 50;
/** Of ways through them: with files that call each other they grow beyond all bounds. */
const maxCalls = 1_000;
/** Reads the workflow of a run, and those that it calls, as they are for this run. `read` gives a file's text. */
async function readJobChains(site, read) {
    const top = placeFromWorkflowRef(site.workflowRef);
    if (top === undefined)
        return { chains: [], gaps: ['The workflow has no name that could be looked up'] };
    const own = placeFromWorkflowRef(site.jobWorkflowRef);
    const chains = [];
    const gaps = [];
    const files = new Map();
    let calls = 0;
    const open = async (place) => {
        const name = `${place.repository}/${place.path}`;
        try {
            if (files.size > maxFiles)
                throw new Error('there are too many');
            const text = await read(place);
            if (text === undefined)
                throw new Error('it was not found');
            return parseWorkflow(text);
        }
        catch (error) {
            gaps.push(`The workflow ${name} can't be looked at, since ${error instanceof Error ? error.message : ''}`);
            return undefined;
        }
    };
    const follow = async (place, callers) => {
        calls += 1;
        if (calls > maxCalls)
            return;
        const key = `${place.repository} ${place.path} ${place.ref}`;
        const opening = files.get(key) ?? open(place);
        files.set(key, opening);
        const file = await opening;
        if (file === undefined)
            return;
        for (const job of file.jobs) {
            const chain = [...callers, { place, file, job }];
            if (job.steps !== undefined)
                chains.push(chain);
            const called = job.uses === undefined ? undefined : placeFromUses(job.uses, place);
            if (called === undefined || chain.length > maxDepth)
                continue;
            // By its name alone it may have come to be another one since this run began.
            const ref = own !== undefined && isSameFile(own, called) ? site.jobWorkflowSha : '';
            await follow(ref === '' ? called : { ...called, ref }, chain);
        }
    };
    await follow(site.workflowSha === '' ? top : { ...top, ref: site.workflowSha }, []);
    return { chains, gaps };
}
/** The chains that may be this job's: more than one where a workflow is called twice, or where its file is not told. */
function chainsOfJob(chains, site) {
    const own = placeFromWorkflowRef(site.jobWorkflowRef);
    return chains.filter((chain) => {
        const { place, job } = lastOf(chain);
        return job.id === site.job && (own === undefined || isSameFile(own, place));
    });
}
/** The chains that the API's name of a job fits: `caller / callee`, with the values of a matrix in brackets. */
function chainsOfName(chains, name) {
    const parts = name.split(' / ');
    const fitting = chains.filter((chain) => chain.length === parts.length &&
        chain.every(({ job }, index) => {
            const [wanted, part = ''] = [job.name ?? job.id, parts[index]];
            // GitHub cuts a part of more than 100 characters.
            const isCut = part.endsWith('...') && wanted.startsWith(part.slice(0, -3));
            return wanted.includes('${{') || part === wanted || part.startsWith(`${wanted} (`) || isCut;
        }));
    return fitting.length > 0 ? fitting : chains;
}
/** The chains to a job with a step that applies with this action. `action`: `owner/name`, empty for one by its path. */
function applyingChains(chains, action) {
    return chains.filter((chain) => lastOf(chain).job.steps?.some((step) => isStepOf(step, action) && step.command === 'apply'));
}
function isStepOf({ uses = '' }, action) {
    if (action === '')
        return uses.startsWith('./');
    const name = uses.replace(/@.*$/s, '').toLowerCase();
    return name === action.toLowerCase() || name.startsWith(`${action.toLowerCase()}/`);
}
function lastOf(chain) {
    return chain[chain.length - 1];
}

;// CONCATENATED MODULE: ./src/workflow/paste.ts


const keepsRunning = 'cancel-in-progress: false';
const cancelsOnPullRequests = "cancel-in-progress: ${{ github.event_name == 'pull_request' }}";
const groupOfPlan = 'group: terraform-plan-${{ github.event.pull_request.number }}';
/** The `concurrency` of a job that applies. */
function concurrencyBlock({ chain, stateGroup, isEnterpriseServer }) {
    const isMatrix = chain !== undefined && lastOf(chain).job.matrix !== undefined;
    const group = isMatrix
        ? 'terraform-${{ matrix.state }} # by what tells the states of the matrix apart'
        : chain !== undefined && chain.length > 1
            ? 'terraform-${{ inputs.state }} # by the inputs that tell the states of its callers apart'
            : (stateGroup ?? 'terraform-production # one name for one state');
    const queue = isEnterpriseServer ? [] : ['  queue: max'];
    return ['concurrency:', `  group: ${group}`, ...queue, `  ${keepsRunning}`].join('\n');
}
/** The same where the line is that of a group further up, which others hold too. */
function concurrencyOfJob(facts) {
    return `# in place of this group, in the job that applies\n${concurrencyBlock(facts)}`;
}
/** What gives a group a queue. GitHub refuses `queue: max` where `cancel-in-progress` is true, be it on some events only. */
function queueOf({ group, cancelInProgress, isTextAlone }) {
    if (!isTextAlone)
        return ['queue: max', ...((cancelInProgress?.text ?? 'false') === 'false' ? [] : [keepsRunning])].join('\n');
    const name = (0,plain_text/* plainLine */.h0)(group?.text ?? '', 400);
    const written = /^[\w./-]+$/.test(name) ? name : JSON.stringify(name);
    return ['concurrency:', `  group: ${written}`, '  queue: max', `  ${keepsRunning}`].join('\n');
}
/** A gate that holds no group, before the job that applies. */
function approvalBeforeApply(facts) {
    return [
        'approve:',
        '  runs-on: ubuntu-latest',
        '  environment: production-approval # the one with the reviewers',
        '  steps:',
        '    - run: echo approved',
        'apply:',
        '  needs: approve',
        ...concurrencyBlock(facts)
            .split('\n')
            .map((line) => `  ${line}`),
    ].join('\n');
}

// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/index.js + 28 modules
var expressions_dist = __webpack_require__(34082);
// EXTERNAL MODULE: ./node_modules/@actions/expressions/dist/ast.js
var ast = __webpack_require__(12049);
;// CONCATENATED MODULE: ./src/workflow/expression.ts


/** All contexts that a workflow may name. */
const CONTEXT_NAMES = ['github', 'inputs', 'vars', 'needs', 'strategy', 'matrix', 'env', 'secrets', 'job'];
/** What GitHub makes of a text with `${{ }}`; undefined where that is not known. */
function evaluateText(text, contexts) {
    const parts = segmentsOf(text).map((segment) => 'literal' in segment ? segment.literal : evaluate(segment.expression, contexts));
    return parts.includes(undefined) ? undefined : parts.join('');
}
/** Whether a part of the text that is known is another one with the other contexts. */
function isDifferentWith(text, contexts, others) {
    return segmentsOf(text).some((segment) => {
        if ('literal' in segment)
            return false;
        const value = evaluate(segment.expression, contexts);
        return value !== undefined && value !== evaluate(segment.expression, others);
    });
}
/** Whether an `if` can't be true, whatever those of its parts are that are not known. */
function isNeverTrue(condition, contexts) {
    const [first, ...more] = segmentsOf(condition?.trim() ?? '');
    if (first === undefined || more.length > 0)
        return false;
    const expression = 'literal' in first ? first.literal : first.expression;
    try {
        return isFalse(parse(expression), contexts);
    }
    catch {
        return false;
    }
}
function isFalse(tree, contexts) {
    if (tree instanceof ast/* Grouping */.aU)
        return isFalse(tree.group, contexts);
    if (tree instanceof ast/* Logical */.oD && tree.operator.lexeme === '&&')
        return tree.args.some((part) => isFalse(part, contexts));
    return ['false', '', '0'].includes(expression_valueOf(tree, contexts)?.coerceString() ?? 'true');
}
/** The names of the text's expressions that look like `github.ref`, in lower case, as GitHub compares them. */
function referencesIn(text) {
    const names = segmentsOf(text).flatMap((segment) => 'literal' in segment
        ? []
        : (segment.expression.replace(/'(?:[^']|'')*'/g, "''").match(/[\w-]+(?:\.[\w-]+)*/g) ?? []));
    return [...new Set(names.filter((name) => REFERENCE.test(name)).map((name) => name.toLowerCase()))];
}
const REFERENCE = /^[a-z_][\w-]*(?:\.[a-z_][\w-]*)+$/i;
function segmentsOf(text) {
    const segments = [];
    let at = 0;
    for (;;) {
        const start = text.indexOf('${{', at);
        const end = start < 0 ? -1 : endOfExpression(text, start + 3);
        if (end < 0)
            return at === text.length ? segments : [...segments, { literal: text.slice(at) }];
        if (start > at)
            segments.push({ literal: text.slice(at, start) });
        segments.push({ expression: text.slice(start + 3, end) });
        at = end + 2;
    }
}
/** Where its `}}` stands, -1 where there is none: one in a string does not end it. A quote in a string is doubled. */
function endOfExpression(text, from) {
    let isString = false;
    for (let at = from; at < text.length; at += 1) {
        if (text[at] === "'")
            isString = !isString;
        else if (!isString && text.startsWith('}}', at))
            return at;
    }
    return -1;
}
function evaluate(expression, contexts) {
    try {
        return expression_valueOf(parse(expression), contexts)?.coerceString();
    }
    catch {
        return undefined;
    }
}
/** What an `if` may ask beside the built-in functions; their values are not known. */
const STATUS_FUNCTIONS = ['success', 'failure', 'always', 'cancelled', 'hashFiles'];
/** @throws Error where it is none that GitHub takes */
function parse(expression) {
    const functions = STATUS_FUNCTIONS.map((name) => ({ name, minArgs: 0, maxArgs: 255 }));
    return new expressions_dist/* Parser */.iX(new expressions_dist/* Lexer */.JG(expression).lex().tokens, CONTEXT_NAMES, functions).parse();
}
function expression_valueOf(tree, contexts) {
    if (!namesOf(tree).every((name) => name in contexts))
        return undefined;
    const known = JSON.parse(JSON.stringify(contexts), expressions_dist/* data.reviver */.p.eD);
    try {
        return new expressions_dist/* Evaluator */.oi(tree, known).evaluate();
    }
    catch {
        return undefined;
    }
}
/** The contexts that an expression asks for. */
function namesOf(tree) {
    const all = (...trees) => trees.flatMap((each) => each.accept(visitor));
    const visitor = {
        visitLiteral: () => [],
        visitUnary: ({ expr }) => all(expr),
        visitBinary: ({ left, right }) => all(left, right),
        visitLogical: ({ args }) => all(...args),
        visitGrouping: ({ group }) => all(group),
        visitContextAccess: ({ name }) => [name.lexeme.toLowerCase()],
        visitIndexAccess: ({ expr, index }) => all(expr, index),
        visitFunctionCall: ({ args }) => all(...args),
    };
    return all(tree);
}

;// CONCATENATED MODULE: ./src/workflow/same-group.ts


function cancels({ concurrency: { cancelInProgress } }, run) {
    return evaluateText(cancelInProgress?.text ?? 'false', run) === 'true';
}
/** Another run of the same state has another group. */
function isPerRun({ group }, { run, otherRun }) {
    return isDifferentWith(group, run, otherRun);
}
/**
 * All runs that apply to this state are of one branch: by what starts the workflow, by an `if`, or since each branch has a
 * state of its own.
 */
function isOfOneBranch(chain, { run, otherBranch }) {
    const isPushed = evaluateText('${{ github.event_name }}', run) === 'push';
    if (isPushed && chain[0].file.pushedBranch !== undefined)
        return true;
    const applying = lastOf(chain).job.steps?.filter(({ command }) => command === 'apply') ?? [];
    const stateTexts = [
        ...chain.flatMap(({ job }) => [job.environment?.text ?? '', job.workspaceText ?? '']),
        ...applying.flatMap((step) => step.stateTexts),
    ];
    return (stateTexts.some((text) => isDifferentWith(text, run, otherBranch)) ||
        chain.some(({ job }) => isNeverTrue(job.condition, otherBranch)) ||
        (applying.length > 0 && applying.every(({ condition }) => isNeverTrue(condition, otherBranch))));
}
/** Long enough that no name has them by chance, as it may have a branch called `dev`. */
const TELLING = ['ref', 'sha', 'run_id'];
/** What GitHub has made of a group's name bears the branch, the commit or the run. */
function namesRun(group, { run, otherRun }) {
    const telling = TELLING.map((name) => `\${{ github.${name} }}`).filter((text) => isDifferentWith(text, run, otherRun));
    const values = telling.map((text) => evaluateText(text, run) ?? '');
    return values.some((value) => value !== '' && group.toLowerCase().includes(value.toLowerCase()));
}
/** The number of the run is a part of its name, or the commit of a push, so nobody else is in it. */
function isOfRunAlone({ group }, run) {
    const { github, ...rest } = run;
    return isDifferentWith(group, run, {
        ...rest,
        github: {
            ...{ ...github, run_id: '0', run_number: '0' },
            ...(evaluateText('${{ github.event_name }}', run) === 'push' ? { sha: '0' } : {}),
        },
    });
}
/** The address of the state names the branch or the pull request: each has a state of its own. */
function isOfStateToo({ stateAddress, ownRun, }) {
    const valueOf = (name) => evaluateText(`\${{ github.${name} }}`, ownRun) ?? '';
    const branch = valueOf('ref_name');
    const isDefault = branch === valueOf('event.repository.default_branch');
    const names = [valueOf('head_ref'), valueOf('event.number'), ...(isDefault ? [] : [branch])].map(slugOf);
    const address = ` ${slugOf(stateAddress ?? '')} `;
    return names.some((name) => name !== '' && address.includes(` ${name} `));
}
/** As names of branches are written in keys and workspaces. */
function slugOf(text) {
    return text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, ' ')
        .trim();
}
/** Jobs of the same files that are in the group of a lease, apart from those that hold it for this job. */
function othersInGroup(lease, { chain, leases, run, otherBranch }) {
    const own = leases.map(({ concurrency }) => concurrency);
    return chain.flatMap(({ file, place }) => file.jobs.flatMap((job) => {
        const { concurrency } = job;
        if (concurrency === undefined || own.includes(concurrency))
            return [];
        const other = { job, concurrency, group: concurrency.group?.text.trim() ?? '', place };
        // On its own events it is in another one.
        const isElsewhere = isNeverTrue(job.condition, run) && isDifferentWith(other.group, run, otherBranch);
        return !isElsewhere && isSameGroup(other, lease, run) ? [other] : [];
    }));
}
/** GitHub compares the names of groups without their case. */
function isSameGroup(one, other, run) {
    const [first, second] = [evaluateText(one.group, run), evaluateText(other.group, run)];
    if (first !== undefined && second !== undefined)
        return first.toLowerCase() === second.toLowerCase();
    // Written alike in one file they mean the same, but for what each job has of its own.
    return one.place === other.place && one.group === other.group && !/\b(?:matrix|strategy)\b/.test(one.group);
}

;// CONCATENATED MODULE: ./src/workflow/check-groups.ts



/** What the names of a job's groups alone tell, where its workflow can't be read. */
function checkGroupNames(facts) {
    const { groups } = facts;
    const paste = concurrencyBlock({ ...facts, chain: undefined, isEnterpriseServer: false });
    if (groups.length === 0) {
        const message = 'This job applies and is in no concurrency group: two runs of it collide on the state lock, and one fails once lock-timeout is over.';
        return [{ code: 'no-concurrency-group', place: undefined, message, paste }];
    }
    if (!groups.every((group) => namesRun(group, facts)) || isOfStateToo(facts))
        return [];
    const message = `The concurrency group of this job, "${(0,plain_text/* plainLine */.h0)(groups[0] ?? '', 100)}", is another one for other branches or runs, and the state is the same for all of them: they collide on the state lock.`;
    return [{ code: 'group-not-by-state', place: undefined, message, paste }];
}

;// CONCATENATED MODULE: ./src/workflow/leases.ts
/**
 * All groups that the last job of a chain needs, from the outermost on. A called workflow's own group counts for the
 * job that calls it (actions/runner, WorkflowTemplateConverter.cs), so every level adds to those above it.
 */
function leasesOf(chain) {
    return chain.flatMap((link, index) => {
        const below = chain.slice(index + 1).flatMap(({ file }) => file.jobs);
        const isLast = index === chain.length - 1;
        return [
            ...leaseOf('workflow', link, link.file.concurrency, [...link.file.jobs, ...below]),
            ...(isLast
                ? leaseOf('job', link, link.job.concurrency, [link.job])
                : leaseOf('calling-job', link, link.job.concurrency, [link.job, ...below])),
        ];
    });
}
function leaseOf(level, { place }, concurrency, jobs) {
    const group = concurrency?.group?.text.trim() ?? '';
    return concurrency === undefined || group === '' ? [] : [{ level, concurrency, group, place, jobs }];
}

;// CONCATENATED MODULE: ./src/workflow/check-job.ts






/** What is wrong with the concurrency of the chain's last job, which applies. */
function checkApplyJob(chain, facts) {
    const otherRun = isOfOneBranch(chain, facts) ? facts.laterRun : facts.otherRun;
    const job = { ...facts, otherRun, chain, leases: leasesOf(chain) };
    return rules.flatMap((rule) => rule(job));
}
/** The names of the environments that decide whether a group is held while somebody thinks. */
function environmentsOf(chain, { run }) {
    const jobs = leasesOf(chain).flatMap((lease) => lease.jobs);
    const names = jobs.map(({ environment }) => evaluateText(environment?.text ?? '', run) ?? '');
    return names.filter((name) => name !== '');
}
const noGroup = (job) => {
    if (job.leases.length > 0 || job.groups.length > 0)
        return [];
    const { job: last, place } = lastOf(job.chain);
    const message = `${nameOf(last)} applies and is in no concurrency group: two runs of it collide on the state lock, and one fails once lock-timeout is over.`;
    return [finding('no-concurrency-group', place, last.line, message, concurrencyBlock(job))];
};
const cancelling = ({ leases, run }) => leases
    .filter((lease) => cancels(lease, run) && !isOfRunAlone(lease, run))
    .map(({ concurrency, place, level }) => {
    const line = concurrency.cancelInProgress?.line ?? concurrency.line;
    return level === 'job'
        ? finding('cancels-apply', ...[place, line], 'The next run cancels this apply half-way: some resources are changed then, and the others are not.', keepsRunning)
        : finding('cancelled-from-above', ...[place, line], `The group of the ${nameOfLevel(level)} cancels what is in progress, and with it the apply, whatever the group of its own job says.`, evaluateText("${{ github.event_name == 'pull_request' }}", run) === 'true'
            ? keepsRunning
            : cancelsOnPullRequests);
});
const notByState = (job) => {
    const own = job.leases.at(-1);
    if (own === undefined || !areAllPerRun(job))
        return [];
    const names = referencesIn(own.group).filter((name) => PER_RUN.test(name));
    const parts = names.length === 0 ? 'what differs from run to run' : names.join(', ');
    const message = `The group is made of ${parts}, and the state is the same for all runs: two of them are in two groups, and collide on the state lock.`;
    return [
        finding('group-not-by-state', own.place, lineOfGroup(own.concurrency), message, groupInPlaceOf(own, job)),
    ];
};
const queue = (job) => {
    const { leases, run, isEnterpriseServer } = job;
    if (isEnterpriseServer || areAllPerRun(job))
        return [];
    return leases
        .filter((lease) => !hasQueue(lease) && !cancels(lease, run) && !isOfRunAlone(lease, run))
        .map((lease) => {
        const line = lineOfQueue(lease.concurrency);
        if (othersInGroup(lease, job).some(hasQueue))
            return mixedQueue(lease, line);
        return finding('queue-of-one', ...[lease.place, line], 'While one run is in progress only one more can wait in this group: a third cancels the second, and what was merged with it is never applied.', lease.level === 'job' ? queueOf(lease.concurrency) : concurrencyOfJob(job));
    });
};
const othersOfGroup = (job) => {
    const { leases, run, isEnterpriseServer } = job;
    return leases.flatMap((lease) => othersInGroup(lease, job).flatMap((other) => {
        const line = lineOfQueue(other.concurrency);
        if (cancels(other, run)) {
            const message = `${nameOf(other.job)} is in the group of the apply and cancels what is in progress there, the apply too.`;
            return [finding('cancels-apply', other.place, line, message, groupOfPlan)];
        }
        const isMixed = !isEnterpriseServer && hasQueue(lease) && !hasQueue(other);
        return isMixed ? [mixedQueue(other, line)] : [];
    }));
};
const approvalInside = (job) => job.leases.flatMap(({ jobs, place, concurrency, level }) => {
    const guarded = jobs.find(({ environment, condition }) => !isNeverTrue(condition, job.run) &&
        job.guardedEnvironments.has((evaluateText(environment?.text ?? '', job.run) ?? '').toLowerCase()));
    if (guarded === undefined)
        return [];
    const holder = level === 'job' ? 'it holds its group' : `the group of the ${nameOfLevel(level)} is held`;
    const message = `${nameOf(guarded)} waits for its environment while ${holder}: until somebody has decided, nobody else gets a turn.`;
    return [finding('approval-holds-queue', place, concurrency.line, message, approvalBeforeApply(job))];
});
const deadlock = (job) => job.leases.flatMap((lease, index) => {
    const outer = job.leases.slice(0, index).find((above) => isSameGroup(above, lease, job.run));
    if (outer === undefined)
        return [];
    const message = `The group "${(0,plain_text/* plainLine */.h0)(lease.group, 100)}" is held by the ${nameOfLevel(outer.level)} around it already, so GitHub cancels the run for a deadlock.`;
    return [
        finding('deadlock', lease.place, lineOfGroup(lease.concurrency), message, groupInPlaceOf(lease, job)),
    ];
});
const matrix = ({ chain, run }) => chain.flatMap(({ job, place }) => {
    if (job.matrix === undefined || evaluateText(job.matrix.failFast?.text ?? 'true', run) !== 'true')
        return [];
    // One after the other none is at work, and the rest is left out on purpose: production after staging has failed.
    if (evaluateText(job.matrix.maxParallel?.text ?? '', run) === '1')
        return [];
    const message = `A state of the matrix of "${(0,plain_text/* plainLine */.h0)(job.id, 100)}" that fails cancels the applies of the others half-way.`;
    const line = job.matrix.failFast?.line ?? job.matrix.line;
    return [finding('matrix-fails-fast', place, line, message, 'fail-fast: false')];
});
const rules = [
    ...[noGroup, deadlock, notByState, cancelling, othersOfGroup, queue, approvalInside, matrix],
];
/** Properties that differ between two runs of one state. */
const PER_RUN = /^github\.(?:ref|ref_name|head_ref|sha|run_id|run_number|actor|triggering_actor|workflow_ref|workflow_sha|event\.(?!repository|action))/;
function finding(code, file, line, message, paste) {
    return { code, place: { file, line }, message, paste };
}
function groupInPlaceOf({ level }, job) {
    return level === 'job' ? concurrencyBlock(job) : concurrencyOfJob(job);
}
function mixedQueue({ group, place, concurrency }, line) {
    const message = `Others in the group "${(0,plain_text/* plainLine */.h0)(group, 100)}" have "queue: max" and this one has not: it cancels all that wait for them.`;
    return finding('mixed-queue', place, line, message, queueOf(concurrency));
}
/** A state of its own for each branch has a group of its own rightly. */
function areAllPerRun(job) {
    const isNamedPerRun = job.groups.length > 0 && job.groups.every((group) => namesRun(group, job));
    const isPerRunNow = (lease) => isPerRun(lease, job) || (isNamedPerRun && evaluateText(lease.group, job.run) === undefined);
    return job.leases.every(isPerRunNow) && !isOfStateToo(job);
}
function hasQueue({ concurrency }) {
    return concurrency.queue?.text === 'max';
}
function lineOfGroup({ group, line }) {
    return group?.line ?? line;
}
function lineOfQueue(concurrency) {
    return concurrency.queue?.line ?? lineOfGroup(concurrency);
}
function nameOf({ id }) {
    return `The job "${(0,plain_text/* plainLine */.h0)(id, 100)}"`;
}
function nameOfLevel(level) {
    return { job: 'job', 'calling-job': 'calling job', workflow: 'workflow' }[level];
}

;// CONCATENATED MODULE: ./src/workflow/run-contexts.ts
/** GitHub runs these with the default branch, or the one that the pull request is for, whatever they are about. */
const EVENTS_OF_ONE_BRANCH = [
    ...['issue_comment', 'issues', 'pull_request_target', 'repository_dispatch', 'schedule', 'workflow_run'],
];
/** Variables of the runner that are properties of `github`. */
const PROPERTIES = [
    ...[
        'actor',
        'api_url',
        'base_ref',
        'event_name',
        'head_ref',
        'job',
        'ref',
        'ref_name',
        'ref_type',
        'repository',
    ],
    ...[
        'repository_owner',
        'run_attempt',
        'run_id',
        'run_number',
        'server_url',
        'sha',
        'triggering_actor',
        'workflow',
    ],
    ...['workflow_ref', 'workflow_sha'],
];
/** Those that a run of the same state may have otherwise, and how another run could have them. */
const OTHERS = {
    sha: 'f'.repeat(40),
    workflow_sha: 'f'.repeat(40),
    run_id: '9999999999999',
    run_number: '999999999',
    actor: 'somebody-else',
    triggering_actor: 'somebody-else',
};
const OTHER_BRANCH = {
    ref: 'refs/heads/some-other-branch',
    ref_name: 'some-other-branch',
    workflow_ref: 'some/other/.github/workflows/workflow.yml@refs/heads/some-other-branch',
};
const OTHER_HEAD = { head_ref: 'some-other-branch' };
/** From the environment of the runner and the payload of its event. */
function contextsOfRun(env, event) {
    const github = Object.fromEntries(PROPERTIES.map((name) => [name, env[`GITHUB_${name.toUpperCase()}`] ?? '']));
    return contextsOf(github, event);
}
/**
 * For a job that another event starts: those that apply are mostly started by a push to the default branch. What a job of
 * this very run is known to have can't be said of it.
 */
function contextsOfPush(env, event) {
    const branch = textOf(fieldsOf(event['repository'])['default_branch']) ?? 'main';
    const github = {
        event_name: 'push',
        ref: `refs/heads/${branch}`,
        ref_name: branch,
        head_ref: '',
        base_ref: '',
    };
    const { run } = contextsOfRun(env, {});
    return contextsOf({ ...fieldsOf(run['github']), ...github }, { repository: event['repository'], ref: github.ref });
}
function contextsOf(github, event) {
    // Empty properties stay so: on a push there is no other head_ref either.
    const given = (others) => Object.fromEntries(Object.entries(others).filter(([name]) => (github[name] ?? '') !== ''));
    const isOfOneBranch = EVENTS_OF_ONE_BRANCH.includes(String(github['event_name']));
    const branch = isOfOneBranch ? {} : given(OTHER_BRANCH);
    const later = { ...github, ...given({ ...OTHERS, ...OTHER_HEAD }) };
    const onBranch = (fields) => isOfOneBranch || !('ref' in fields) ? fields : { ...fields, ref: OTHER_BRANCH['ref'] };
    return {
        run: { github: { ...github, event } },
        otherRun: { github: { ...later, ...branch, event: onBranch(otherEvent(event)) } },
        otherBranch: { github: { ...github, ...branch, event: onBranch(event) } },
        laterRun: { github: { ...later, event: otherEvent(event) } },
    };
}
function otherEvent(event) {
    const others = {
        ...{ number: 999_999_999, after: OTHERS['sha'], before: 'e'.repeat(40) },
        pull_request: {
            ...fieldsOf(event['pull_request']),
            ...{ number: 999_999_999, id: 999_999_999 },
            head: {
                ...fieldsOf(fieldsOf(event['pull_request'])['head']),
                ref: OTHER_HEAD['head_ref'],
                sha: OTHERS['sha'],
            },
        },
        issue: { ...fieldsOf(event['issue']), number: 999_999_999, id: 999_999_999 },
        head_commit: { ...fieldsOf(event['head_commit']), id: OTHERS['sha'] },
    };
    return { ...event, ...Object.fromEntries(Object.entries(others).filter(([name]) => name in event)) };
}
function textOf(value) {
    return typeof value === 'string' && value !== '' ? value : undefined;
}
function fieldsOf(value) {
    return typeof value === 'object' && value !== null ? value : {};
}

;// CONCATENATED MODULE: ./src/workflow/inspect-workflow.ts




/** Each environment is a request. */
const maxEnvironments = 10;
/** Looks at the workflow that this job is part of. */
async function inspectWorkflow(inspection, { readFile, isGuardedEnvironment, readJobName }) {
    const { site, isApply, env, event, action, groups, matrix } = inspection;
    const { chains, gaps } = await readJobChains(site, readFile);
    const ways = isApply ? chainsOfJob(chains, site) : applyingChains(chains, action);
    const ours = isApply && ways.length > 1 ? chainsOfName(ways, (await readJobName()) ?? '') : ways;
    const own = contextsOfRun(env, event);
    const contexts = isApply ? own : contextsOfPush(env, event);
    const ownRun = own.run;
    if (isApply && ours.length === 0 && groups !== undefined) {
        return { findings: checkGroupNames({ ...inspection, ...contexts, ownRun, groups }), gaps };
    }
    const jobs = ours.map((chain) => ({
        chain,
        known: withMatrix(contexts, isApply ? matrix : undefined, chain),
    }));
    const environments = jobs.flatMap(({ chain, known }) => environmentsOf(chain, known));
    const guarded = await guardedOf([...new Set(environments)], isGuardedEnvironment);
    const checked = jobs.map(({ chain, known }) => checkApplyJob(chain, {
        ...inspection,
        ...known,
        ownRun,
        // With several it is not known which of them is of this state.
        stateGroup: isApply || ours.length === 1 ? inspection.stateGroup : undefined,
        guardedEnvironments: guarded,
        groups: isApply ? (groups ?? []) : [],
    }));
    return { findings: isApply ? commonTo(checked) : unionOf(checked), gaps };
}
async function guardedOf(names, isGuarded) {
    const asked = names.slice(0, maxEnvironments).map(async (name) => ({ name, is: await isGuarded(name) }));
    return new Set((await Promise.all(asked)).filter(({ is }) => is).map(({ name }) => name.toLowerCase()));
}
/** In the file of a caller the same word means the caller's matrix, which nobody tells. */
function withMatrix(contexts, matrix, chain) {
    if (matrix === undefined || chain.length > 1)
        return contexts;
    const { run, otherRun, otherBranch, laterRun } = contexts;
    return {
        ...{ run: { ...run, matrix }, otherRun: { ...otherRun, matrix } },
        ...{ otherBranch: { ...otherBranch, matrix }, laterRun: { ...laterRun, matrix } },
    };
}
/** Where it is not known which of several ways leads to this job, only what holds for all of them is. */
function commonTo(checked) {
    const [first = [], ...rest] = checked;
    return first.filter((one) => rest.every((findings) => findings.some((other) => inspect_workflow_nameOf(other) === inspect_workflow_nameOf(one))));
}
function unionOf(checked) {
    return [...new Map(checked.flat().map((one) => [inspect_workflow_nameOf(one), one])).values()];
}
function inspect_workflow_nameOf({ code, place }) {
    return [code, place?.file.repository, place?.file.path, place?.line].join(' ');
}


/***/ })

};
