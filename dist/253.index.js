export const id = 253;
export const ids = [253];
export const modules = {

/***/ 3852:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Z: () => (/* binding */ pageOf)
/* harmony export */ });
/** Where this version of the action explains something; an action that is used by its path has it beside itself. */
function pageOf(env, path) {
    const repository = env['GITHUB_ACTION_REPOSITORY'] ?? '';
    if (repository === '')
        return path;
    return `${env['GITHUB_SERVER_URL'] ?? ''}/${repository}/blob/${env['GITHUB_ACTION_REF'] ?? ''}/${path}`;
}


/***/ }),

/***/ 19941:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  Wv: () => (/* binding */ askOwnGroups),
  vh: () => (/* binding */ isEnterpriseServer),
  y7: () => (/* binding */ tellBypass),
  PP: () => (/* binding */ tellQueue)
});

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/backend/request.ts
var backend_request = __webpack_require__(2293);
// EXTERNAL MODULE: ./src/github/client.ts
var client = __webpack_require__(96584);
;// CONCATENATED MODULE: ./src/github/concurrency-groups.ts


/**
 * The concurrency groups of a run by GitHub's own account. undefined where it gives none, as to a token
 * without `actions: read`. Throws where GitHub does not answer.
 */
async function readGroupsOfRun({ request }, repository, runId) {
    const data = await unlessRefused((0,backend_request/* within */.u)(async (signal) => {
        const { data: groups } = await request('GET /repos/{owner}/{repo}/actions/runs/{run_id}/concurrency_groups', {
            ...(0,client/* splitRepository */.T8)(repository),
            run_id: runId,
            per_page: 100,
            request: { signal },
        });
        return groups;
    }));
    return data?.concurrency_groups.map(({ group_name: name, group_members: members }) => ({
        name,
        holders: members
            .filter(({ status }) => status === 'in_progress')
            .map(({ job_id: jobId }) => ({ jobId: jobId ?? null })),
    }));
}
/** Who is in a group of the repository, holding it or waiting; undefined as above, and where nobody is. */
async function readGroupMembers({ request }, repository, name) {
    const data = await unlessRefused((0,backend_request/* within */.u)(async (signal) => {
        const { data: group } = await request('GET /repos/{owner}/{repo}/actions/concurrency_groups/{concurrency_group_name}', { ...(0,client/* splitRepository */.T8)(repository), concurrency_group_name: name, request: { signal } });
        return group;
    }));
    return data?.group_members.map(({ run_id: runId, job_id: jobId, status }) => ({
        runId,
        jobId: jobId ?? null,
        isWaiting: status === 'pending',
    }));
}
async function unlessRefused(asking) {
    try {
        return await asking;
    }
    catch (error) {
        if ([403, 404, 422].includes((0,client/* statusOfError */.mW)(error) ?? 0))
            return undefined;
        throw error;
    }
}

// EXTERNAL MODULE: ./src/lock/queue.ts
var lock_queue = __webpack_require__(35624);
// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
// EXTERNAL MODULE: ./src/commands/report.ts
var report = __webpack_require__(8938);
;// CONCATENATED MODULE: ./src/commands/ask-queue.ts





/** An Enterprise Server knows neither `queue` nor who is in a group. */
function isEnterpriseServer(serverUrl) {
    return !/^https:\/\/(?:github\.com|[\w-]+\.ghe\.com)$/.test(serverUrl);
}
/** The concurrency groups that this job holds; undefined where GitHub does not tell. */
async function askOwnGroups(deps) {
    const { github, ownRun, log } = deps;
    if (github === undefined || ownRun === undefined || ownRun.jobId === null)
        return undefined;
    if (isEnterpriseServer(ownRun.serverUrl))
        return undefined;
    try {
        const groups = await readGroupsOfRun(await github(), ownRun.repository, ownRun.runId);
        return groups?.filter(({ holders }) => holders.some(({ jobId }) => jobId === null || jobId === ownRun.jobId));
    }
    catch (error) {
        log.debug(`The concurrency groups of this run could not be asked for: ${(0,errors/* messageFromError */.CZ)(error)}`);
        return undefined;
    }
}
/** Asks who waits behind this job, and tells it. */
async function tellQueue({ github, ownRun, log, holders }, journey, groups) {
    const stateGroup = (0,report/* groupOfState */.oY)(journey);
    // The one by the state comes first, and the job's own before that of the whole run.
    const own = groups.find(({ name }) => name === stateGroup) ??
        groups.find(({ holders }) => holders.some(({ jobId }) => jobId !== null)) ??
        groups[0];
    if (own === undefined || github === undefined || ownRun === undefined)
        return;
    const { name: group } = own;
    const members = await readGroupMembers(await github(), ownRun.repository, group);
    if (members === undefined)
        return;
    journey.queue = { group, repository: ownRun.repository, members };
    const behind = (0,lock_queue/* describeWaiting */.h)(journey.queue) ?? 'nobody waits';
    log.say(`Concurrency group: ${(0,plain_text/* plainLine */.h0)(group, 200)}; ${behind} behind this job.`);
    const { holder } = journey;
    if (holder !== undefined)
        tellBypass(log, journey, holders.known(holder));
}
/** Told of each holder, as soon as both it and the group are known. */
function tellBypass(log, { queue }, holder) {
    const bypass = queue === undefined ? undefined : (0,lock_queue/* describeBypass */.g)(holder, queue);
    if (bypass !== undefined)
        log.say(bypass);
}


/***/ }),

/***/ 44620:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  F: () => (/* binding */ awaitBeside),
  w: () => (/* binding */ checkConcurrency)
});

// EXTERNAL MODULE: ./src/clock.ts
var src_clock = __webpack_require__(99373);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/backend/request.ts
var backend_request = __webpack_require__(2293);
// EXTERNAL MODULE: ./src/github/client.ts
var client = __webpack_require__(96584);
;// CONCATENATED MODULE: ./src/github/environments.ts


/** Rules of an environment that do not let a job wait. */
const PASSED_AT_ONCE = ['branch_policy'];
/**
 * Whether a job waits for this environment, for a person, a time or an app. false where it is not there, or may not be
 * asked for. Throws where GitHub does not answer.
 */
async function isGuardedEnvironment({ request }, repository, name) {
    try {
        const { data } = await (0,backend_request/* within */.u)(async (signal) => await request('GET /repos/{owner}/{repo}/environments/{environment_name}', {
            ...(0,client/* splitRepository */.T8)(repository),
            environment_name: name,
            request: { signal },
        }));
        return (data.protection_rules ?? []).some(({ type }) => !PASSED_AT_ONCE.includes(type));
    }
    catch (error) {
        if ([403, 404].includes((0,client/* statusOfError */.mW)(error) ?? 0))
            return false;
        throw error;
    }
}

;// CONCATENATED MODULE: ./src/github/file-content.ts


/**
 * A file's text as it is in a commit, up to 1 MB; undefined where this token sees none, as in another private
 * repository. Throws where GitHub does not answer.
 */
async function readFileContent({ request }, repository, path, ref) {
    try {
        const { data } = await (0,backend_request/* within */.u)(async (signal) => await request('GET /repos/{owner}/{repo}/contents/{path}', {
            ...{ ...(0,client/* splitRepository */.T8)(repository), path, ref },
            request: { signal },
        }));
        const { content, encoding } = data;
        return content === undefined || encoding !== 'base64'
            ? undefined
            : Buffer.from(content, 'base64').toString();
    }
    catch (error) {
        if ([403, 404].includes((0,client/* statusOfError */.mW)(error) ?? 0))
            return undefined;
        throw error;
    }
}

// EXTERNAL MODULE: ./src/github/runs.ts
var runs = __webpack_require__(1281);
// EXTERNAL MODULE: ./src/report/findings-section.ts
var findings_section = __webpack_require__(79952);
// EXTERNAL MODULE: ./src/commands/action-page.ts
var action_page = __webpack_require__(3852);
// EXTERNAL MODULE: ./src/commands/ask-queue.ts + 1 modules
var ask_queue = __webpack_require__(19941);
// EXTERNAL MODULE: ./src/commands/report.ts
var report = __webpack_require__(8938);
;// CONCATENATED MODULE: ./src/commands/check-concurrency.ts









/** What is found out beside the run has this long once the run has ended. */
const maxWaitMs = 3_000;
/**
 * Asks GitHub who is in this job's concurrency group, and looks at the workflow's groups, beside the run. With
 * `concurrency-check: fail` it waits for that, and throws `invalid-input` where something is wrong.
 */
async function checkConcurrency(deps, journey) {
    const { concurrencyCheck, command } = deps.inputs;
    // A plan needs no group, and asks GitHub nothing.
    const asking = command === 'apply' ? (0,ask_queue/* askOwnGroups */.Wv)(deps) : Promise.resolve(undefined);
    const idle = new Promise((resolve) => {
        journey.onIdle = resolve;
    });
    journey.beside = Promise.all([
        quietly(deps, async () => {
            await (0,ask_queue/* tellQueue */.PP)(deps, journey, (await asking) ?? []);
        }),
        quietly(deps, async () => {
            // A state on the disk of the runner is nobody else's.
            if (concurrencyCheck === 'off' || journey.mechanism === 'local')
                return;
            // To read a workflow takes some 40 ms, by which Terraform would start later.
            if (concurrencyCheck === 'warn')
                await idle;
            await tellFindings(deps, journey, await asking);
        }),
    ]);
    if (concurrencyCheck !== 'fail')
        return;
    await journey.beside;
    const [first, ...more] = journey.findings;
    if (first === undefined)
        return;
    const others = more.length === 0 ? '' : ` and ${String(more.length)} more`;
    throw new errors/* LockstepError */.Cj('invalid-input', `concurrency-check is fail, and this was found in the workflow: ${first.code}${others}. ${first.message}`, 'The annotations and the summary tell the lines, and what to paste there. Nothing was planned or applied.');
}
/** For the end of the run: what is found out beside it is told by then, or left out. */
async function awaitBeside({ clock, cancelled }, { beside, onIdle }) {
    if (beside === undefined)
        return;
    onIdle?.();
    await (0,src_clock/* waitAtMost */._)(clock, beside, maxWaitMs, cancelled);
}
async function quietly({ log }, look) {
    try {
        await look();
    }
    catch (error) {
        log.debug(`The concurrency of this job could not be looked at: ${(0,errors/* messageFromError */.CZ)(error)}`);
    }
}
async function tellFindings(deps, journey, groups) {
    const { log, inputs, env } = deps;
    const { inspectWorkflow } = await Promise.all(/* import() */[__webpack_require__.e(44), __webpack_require__.e(144)]).then(__webpack_require__.bind(__webpack_require__, 2144));
    const { findings, gaps } = await inspectWorkflow(inspectionOf(deps, journey, groups), handsOf(deps));
    for (const gap of gaps)
        log.debug(`${gap}.`);
    journey.findings = findings;
    for (const finding of findings) {
        const { place, code } = finding;
        const where = place !== undefined && isHere(deps, place.file.repository);
        log.annotate(inputs.concurrencyCheck === 'fail' ? 'error' : 'warning', (0,findings_section/* renderFinding */.K)(finding, (0,action_page/* pageOf */.Z)(env, `docs/findings/${code}.md`)), { title: code, ...(where ? { file: place.file.path, line: place.line } : {}) });
    }
}
function inspectionOf({ inputs, env, event, ownRun }, journey, groups) {
    const variable = (name) => env[`GITHUB_${name}`] ?? '';
    return {
        site: {
            workflowRef: variable('WORKFLOW_REF'),
            workflowSha: variable('WORKFLOW_SHA'),
            job: variable('JOB'),
            jobWorkflowRef: inputs.jobWorkflowRef,
            jobWorkflowSha: inputs.jobWorkflowSha,
        },
        isApply: inputs.command === 'apply',
        env,
        event: event.payload,
        matrix: inputs.matrix,
        action: variable('ACTION_REPOSITORY'),
        groups: groups?.map(({ name }) => name),
        isEnterpriseServer: (0,ask_queue/* isEnterpriseServer */.vh)(ownRun?.serverUrl ?? ''),
        stateAddress: journey.stateAddress,
        stateGroup: (0,report/* groupOfState */.oY)(journey),
    };
}
function handsOf(deps) {
    const { git, github, ownRun, inputs, log } = deps;
    const ask = async (request) => {
        if (github === undefined || ownRun === undefined || inputs.command !== 'apply')
            return undefined;
        try {
            return await request(await github(), ownRun.repository);
        }
        catch (error) {
            log.debug(`GitHub was asked about the workflow in vain: ${(0,errors/* messageFromError */.CZ)(error)}`);
            return undefined;
        }
    };
    return {
        readFile: async ({ repository, path, ref }) => (isHere(deps, repository) ? await git.readFile(ref, path) : undefined) ??
            (await ask((client) => readFileContent(client, repository, path, ref))),
        isGuardedEnvironment: async (name) => (await ask((client, repository) => isGuardedEnvironment(client, repository, name))) ?? false,
        readJobName: async () => await ask((client, repository) => (0,runs/* readJobName */.Z)(client, repository, ownRun?.jobId ?? 0)),
    };
}
function isHere({ env }, repository) {
    return repository.toLowerCase() === (env['GITHUB_REPOSITORY'] ?? '').toLowerCase();
}


/***/ }),

/***/ 14096:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Bb: () => (/* binding */ waitLimitMs),
/* harmony export */   FW: () => (/* binding */ stopBeforeExpiry),
/* harmony export */   KP: () => (/* binding */ outcomeOfStop),
/* harmony export */   SX: () => (/* binding */ warnOfEndedCredentials),
/* harmony export */   UQ: () => (/* binding */ refuseVainWait),
/* harmony export */   nG: () => (/* binding */ requireCredentialLife)
/* harmony export */ });
/* harmony import */ var _errors_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(83916);
/* harmony import */ var _lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(89739);
/* harmony import */ var _report_instant_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(44843);
/* harmony import */ var _retry_credential_life_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(42084);
/* harmony import */ var _retry_duration_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(87100);
/* harmony import */ var _prepare_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(38357);






/** A machine that was suspended tells by its wall clock alone that the time has come. */
const lookAgainMs = 60_000;
/** Refuses to start an apply that has too little time before its credentials end. */
function requireCredentialLife(deps) {
    const life = lifeOf(deps);
    if (life?.isTooShort === true)
        throw tooShort(deps, life);
}
/** How long to wait for the lock: an apply only until it could not start any more. */
function waitLimitMs(deps, operation) {
    const { lockTimeoutMs } = deps.inputs;
    const life = operation === 'apply' ? lifeOf(deps) : undefined;
    if (life === undefined)
        return lockTimeoutMs;
    return Math.min(lockTimeoutMs, Math.max(0, life.leftMs - life.neededMs + 1));
}
/** Throws where `deadline`, which has passed, was the one of `waitLimitMs` and not of lock-timeout. */
function refuseVainWait(deps, deadline, holder) {
    const life = lifeOf(deps);
    const isOfCredentials = deadline.totalMs < deps.inputs.lockTimeoutMs;
    if (life === undefined || !isOfCredentials)
        return;
    const held = holder === undefined
        ? 'The state lock was not to be had in time'
        : `The state is locked by ${(0,_lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_1__/* .describeHolder */ .sG)(deps.holders.known(holder))}`;
    throw tooShort(deps, life, `${held}, and to wait longer would be in vain. `);
}
/** A plan writes nothing, so it is not refused, and what was told of its credentials may be out of date. */
function warnOfEndedCredentials(deps, journey) {
    const life = lifeOf(deps);
    if (life === undefined || life.leftMs > 0)
        return;
    (0,_prepare_js__WEBPACK_IMPORTED_MODULE_3__/* .warn */ .R8)(deps, journey, `${describeLife(deps, life)}. Planning all the same, which fails if that is so.`);
}
/** Interrupts Terraform 2 minutes before its credentials end, unless it has ended or was cancelled by then. */
async function stopBeforeExpiry(deps, journey, interrupt, ended) {
    journey.stoppedBeforeExpiry = false;
    const { clock, log, cancelled } = deps;
    const { credentialExpiration } = deps.inputs;
    const stopAt = credentialExpiration === undefined ? undefined : (0,_retry_credential_life_js__WEBPACK_IMPORTED_MODULE_4__/* .stopTime */ .O_)(credentialExpiration.at, clock.now());
    if (stopAt === undefined)
        return;
    for (let left = stopAt - clock.now(); left > 0; left = stopAt - clock.now()) {
        await clock.sleep(Math.min(left, lookAgainMs), ended);
        if (ended.aborted)
            return;
    }
    const life = lifeOf(deps);
    if (cancelled.aborted || life === undefined)
        return;
    journey.stoppedBeforeExpiry = true;
    log.say(`${describeLife(deps, life)}: asking Terraform to stop, and waiting for it to save its state and to give the lock back.`);
    interrupt();
}
/** The outcome of a run that was ended by that interrupt; undefined where it had failed before, or had none. */
function outcomeOfStop(deps, journey, { facts, exitCode, signal }, command, counts) {
    const life = lifeOf(deps);
    const isStopped = facts.interruptSeen || facts.haltedCount > 0 || exitCode === null;
    if (life === undefined || !journey.stoppedBeforeExpiry || !isStopped)
        return undefined;
    const end = exitCode === null ? `was ended by ${String(signal)}` : 'ended in order';
    const rest = command === 'apply'
        ? 'What it had not done by then is left to do with a new run: plan and apply again.'
        : 'There is no plan; plan again.';
    return {
        kind: 'failed',
        reason: 'credentials-expiring',
        message: `Terraform was stopped before its credentials end (${renderEnd(deps, life)}), and ${end}. ${rest}`,
        advice: renderAdvice(life),
        counts,
    };
}
function lifeOf({ inputs, clock }) {
    const { credentialExpiration: expiration, minimumCredentialLifeMs } = inputs;
    if (expiration === undefined)
        return undefined;
    return { ...expiration, ...(0,_retry_credential_life_js__WEBPACK_IMPORTED_MODULE_4__/* .credentialLife */ .Gv)(expiration.at, clock.now(), minimumCredentialLifeMs) };
}
function tooShort(deps, life, wait = '') {
    const isOfMinimum = life.neededMs === deps.inputs.minimumCredentialLifeMs;
    const needed = (0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .renderDuration */ .PP)(life.neededMs);
    const need = isOfMinimum
        ? `${needed} or more (minimum-credential-life)`
        : `${needed} or more, since Terraform is stopped that long before their end`;
    return new _errors_js__WEBPACK_IMPORTED_MODULE_0__/* .LockstepError */ .Cj('credentials-expiring', `${wait}${describeLife(deps, life)}. An apply starts only with ${need}. Nothing was applied.`, renderAdvice(life, isOfMinimum ? ', or lower minimum-credential-life' : ''));
}
function describeLife(deps, life) {
    const { leftMs } = life;
    if (leftMs <= 0)
        return `The credentials ended ${(0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .renderDuration */ .PP)(-leftMs)} ago (${renderEnd(deps, life)})`;
    // Rounded up, too little could read as enough.
    const left = Math.floor(leftMs / 1000) * 1000;
    return `The credentials end in ${(0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .renderDuration */ .PP)(left)} (${renderEnd(deps, life)})`;
}
/** `at 11:12 UTC, by the input credential-expiration` */
function renderEnd({ clock }, { at, source }) {
    const time = (0,_report_instant_js__WEBPACK_IMPORTED_MODULE_5__/* .renderClock */ .X)(at, clock.now());
    const by = source === 'credential-expiration' ? `by the input ${source}` : `by ${source}`;
    return time === undefined ? by : `at ${time}, ${by}`;
}
function renderAdvice({ source }, otherwise = '') {
    const stale = source === 'AWS_CREDENTIAL_EXPIRATION'
        ? ` If ${source} is of other credentials, give the input credential-expiration.`
        : '';
    return `Get the credentials in the job that applies, after the approval, or let them live longer (role-duration-seconds, and the role's maximum session duration)${otherwise}.${stale}`;
}


/***/ }),

/***/ 91276:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   F: () => (/* binding */ runPlan),
/* harmony export */   m: () => (/* binding */ readPlan)
/* harmony export */ });
/* harmony import */ var _plan_changes_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51766);
/* harmony import */ var _terraform_arguments_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(12548);
/* harmony import */ var _redact_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(33765);
/* harmony import */ var _run_failure_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(37280);
/* harmony import */ var _show_plan_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(3356);
/* harmony import */ var _under_lock_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(55599);






/** Runs `plan`, and waits for the lock where it takes one. */
async function runPlan(deps, journey, prepared) {
    const { inputs, runDirectory } = deps;
    const planFile = await runDirectory.createFile('plan.tfplan');
    const end = await (0,_under_lock_js__WEBPACK_IMPORTED_MODULE_4__/* .runUnderLock */ .f)(deps, journey, prepared, {
        operation: 'plan',
        args: (0,_terraform_arguments_js__WEBPACK_IMPORTED_MODULE_5__/* .planArguments */ .up)(inputs, planFile),
        lock: inputs.lock,
        showPlannedChanges: false,
    });
    return end.kind === 'ran' ? { ...end, planFile } : end;
}
/** Shows what a run has planned, or tells why it has not. */
async function readPlan(deps, journey, { terraform }, { run, planFile }) {
    const failure = await (0,_run_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .failureOfPlan */ .dB)(deps, journey, terraform, run, planFile);
    if (failure !== undefined)
        return { kind: 'failed', outcome: failure };
    const { refreshOnly: isRefreshOnly } = deps.inputs;
    const shown = await (0,_show_plan_js__WEBPACK_IMPORTED_MODULE_3__/* .showPlan */ .tN)(deps, terraform, journey, planFile, { isRefreshOnly });
    // After the plan is shown: what is sensitive in it is masked from then on.
    const isErrored = shown.plan.errored === true;
    (0,_redact_js__WEBPACK_IMPORTED_MODULE_1__/* .tellDiagnostics */ .gm)(deps, journey, run.facts.diagnostics, isErrored);
    if (isErrored)
        return { kind: 'failed', outcome: await (0,_run_failure_js__WEBPACK_IMPORTED_MODULE_2__/* .failureFromRun */ .Ii)(deps, journey, run, 'plan', undefined) };
    const hasChanges = run.exitCode === 2 || shown.changes.hasChanges;
    const counts = (0,_plan_changes_js__WEBPACK_IMPORTED_MODULE_0__/* .withSummary */ .lp)(shown.changes.counts, run.facts.planned);
    return { kind: 'planned', planFile, shown, hasChanges, counts };
}


/***/ }),

/***/ 67204:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  a: () => (/* binding */ requireTrust)
});

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/backend/request.ts
var backend_request = __webpack_require__(2293);
// EXTERNAL MODULE: ./src/github/check-contexts.ts
var check_contexts = __webpack_require__(37964);
// EXTERNAL MODULE: ./src/github/client.ts
var client = __webpack_require__(96584);
;// CONCATENATED MODULE: ./src/github/head-history.ts



const query = `query HeadHistory($owner: String!, $name: String!, $number: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid isCrossRepository
      timelineItems(last: 1, itemTypes: [HEAD_REF_FORCE_PUSHED_EVENT]) {
        nodes { ... on HeadRefForcePushedEvent { createdAt } }
      }
    }
  }
}`;
/** One request, with `pull-requests: read`. Throws where GitHub refuses or does not know the pull request. */
async function readHeadHistory({ graphql }, repository, number) {
    const { owner, repo: name } = (0,client/* splitRepository */.T8)(repository);
    const answer = await (0,backend_request/* within */.u)(async (signal) => await graphql(query, { owner, name, number, request: { signal } }));
    const { pullRequest } = answer.repository;
    if (pullRequest === null)
        throw new Error(`there is no pull request #${String(number)}`);
    return {
        commit: pullRequest.headRefOid,
        isFork: pullRequest.isCrossRepository,
        forcedAt: (0,check_contexts/* instantOf */.B9)(pullRequest.timelineItems.nodes[0]?.createdAt ?? null),
    };
}

;// CONCATENATED MODULE: ./src/github/permission.ts


/**
 * Whether an account may write to the repository, by whatever grants it
 * (https://docs.github.com/rest/collaborators/collaborators#get-repository-permissions-for-a-user).
 */
async function mayWrite({ request }, repository, login) {
    try {
        const { data } = await (0,backend_request/* within */.u)(async (signal) => await request('GET /repos/{owner}/{repo}/collaborators/{username}/permission', {
            ...(0,client/* splitRepository */.T8)(repository),
            username: login,
            request: { signal },
        }));
        return ['admin', 'maintain', 'write'].includes(data.permission);
    }
    catch (error) {
        if ((0,client/* statusOfError */.mW)(error) === 404)
            return false;
        throw error;
    }
}

// EXTERNAL MODULE: ./src/plan/git-id.ts
var git_id = __webpack_require__(50761);
;// CONCATENATED MODULE: ./src/plan/trust.ts

/**
 * Whether the command may run at all. Terraform runs what its configuration names, providers and programs, already for
 * `init` and `plan`, with everything that the job can reach
 * (https://securitylab.github.com/resources/github-actions-preventing-pwn-requests/).
 */
function judgeTrust(facts) {
    const { command, event } = facts;
    if (event.name === 'issue_comment')
        return judgeComment(facts);
    return command === 'apply' ? judgeApply(event) : judgePlan(facts);
}
const applyAfterMerge = 'Merge the pull request and apply on `push`, or let somebody with write access start the apply by `issue_comment` or `workflow_dispatch`.';
const planWithoutSecrets = 'Plan forks on `pull_request`, where they get no secrets. Where the plan needs credentials, read the code first, bring it to a branch of this repository and plan that.';
/** Anybody can comment, on every pull request of a public repository. */
function judgeComment({ command, actorMayWrite }) {
    if (actorMayWrite === true)
        return trusted;
    if (actorMayWrite === undefined) {
        return refused(`Whether the author of this comment may write to the repository could not be asked, and a stranger's comment must not start ${command === 'apply' ? 'an apply' : 'a plan'} with the credentials of this job.`, 'Run this job again. If that does not help, look whether the github-token is one of this repository.');
    }
    return refused(`The author of this comment has no write access to the repository: anybody can comment, and so could ${command === 'apply' ? 'change or destroy what is in production' : "run a pull request's code with the credentials of this job"}.`, 'Let somebody with write access comment.');
}
function judgeApply({ name, pullRequest, isForkRun }) {
    if (name === 'pull_request_target') {
        return refused('On `pull_request_target` nothing is applied: anybody who opens a pull request starts this event, with the secrets of the repository, and could so change or destroy what is in production before anybody has looked.', applyAfterMerge);
    }
    // A review and its comments come with the pull request too.
    if (name.startsWith('pull_request') && pullRequest?.isFork !== false) {
        return refused('This pull request comes from a fork: whoever has opened it has no write access here, and could change or destroy what the credentials of this job reach.', applyAfterMerge);
    }
    if (isForkRun) {
        return refused("This run follows one of a fork's code: a stranger has chosen its commit and its artifacts, and could use the secrets of the repository to change or destroy what is in production.", applyAfterMerge);
    }
    return trusted;
}
/** Both events run with the secrets of the repository; what they check out is the workflow's choice. */
function judgePlan({ event, commit, checkedOut }) {
    const { name, pullRequest, isForkRun } = event;
    const hasSecretsForFork = (name === 'pull_request_target' && pullRequest?.isFork !== false) || isForkRun;
    if (!hasSecretsForFork)
        return trusted;
    if (checkedOut === undefined) {
        return refused(`Which commit is checked out is not known. On \`${name}\` a fork's code would run with the secrets of the repository, already in \`init\` and \`plan\`, and could send them away.`, `Check out the repository with actions/checkout in this job. ${planWithoutSecrets}`);
    }
    if (commit === '' || checkedOut !== commit) {
        return refused(`On \`${name}\` this job has checked out ${(0,git_id/* shortCommit */.A)(checkedOut)}, which is not the commit of this repository that the event is for. A fork's code would run with the secrets of the repository, already in \`init\` and \`plan\`, and could send them away.`, planWithoutSecrets);
    }
    return trusted;
}
const trusted = { kind: 'trusted' };
function refused(message, advice) {
    return { kind: 'refused', message, advice };
}

// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
;// CONCATENATED MODULE: ./src/commands/require-trust.ts






/** Throws `untrusted-event` where a stranger's code would run with the rights of this job, or at a stranger's word. */
async function requireTrust(deps, command) {
    const { event, git, env } = deps;
    const checksOutWhatItLikes = event.name === 'pull_request_target' || event.name === 'workflow_run';
    const verdict = judgeTrust({
        command,
        event,
        commit: env['GITHUB_SHA'] ?? '',
        checkedOut: checksOutWhatItLikes ? (await git.readCheckout())?.commit : undefined,
        actorMayWrite: event.name === 'issue_comment' ? await askWhetherMayWrite(deps) : undefined,
    });
    if (verdict.kind === 'refused')
        throw new errors/* LockstepError */.Cj('untrusted-event', verdict.message, verdict.advice);
    await requireUnchanged(deps);
    if (event.name === 'issue_comment')
        await requireHead(deps);
}
/**
 * A comment's run stands on the default branch, and its workflow checks out the pull request by a name that may have
 * come to mean another commit since: what nobody has seen would run already in `init`.
 */
async function requireHead({ event, env, github, git }) {
    const { pullRequest, comment } = event;
    if (pullRequest === undefined || comment === undefined || github === undefined)
        return;
    const { number } = pullRequest;
    const repository = env['GITHUB_REPOSITORY'] ?? '';
    const head = await readHeadHistory(await github(), repository, number).catch((error) => {
        throw untrusted(`What the head of pull request #${String(number)} was at the time of the comment could not be asked: ${(0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error), 300)}`, 'Give the job the permission `pull-requests: read`, and run it again.');
    });
    if (head.isFork) {
        throw untrusted(`Pull request #${String(number)} comes from a fork, whose author can push other code at any moment after the comment, and it would run with the credentials of this job.`, 'Look at the code, bring it to a branch of this repository, and go on with that.');
    }
    if (head.forcedAt !== undefined && head.forcedAt >= comment.createdAt) {
        throw untrusted(`The head of pull request #${String(number)} was replaced by a forced push after the comment, so its author meant another commit.`, 'Look at the pull request as it is now, and comment again.');
    }
    const checkout = await git.readCheckout();
    if (checkout?.commit === head.commit || checkout?.parents.includes(head.commit) === true)
        return;
    const found = checkout === undefined ? 'is not known' : `is ${(0,git_id/* shortCommit */.A)(checkout.commit)}`;
    throw untrusted(`The commit that is checked out ${found}, and that is neither ${(0,git_id/* shortCommit */.A)(head.commit)}, the head of pull request #${String(number)}, nor its merge.`, `Check out refs/pull/${String(number)}/merge, or the head by its commit. If somebody has pushed in the meantime, look at the change and comment again.`);
}
/** A fork's files over the base's commit are the fork's code too. */
async function requireUnchanged({ event, git }) {
    if (event.name !== 'pull_request_target' || event.pullRequest?.isFork === false)
        return;
    if (!(await git.isChanged()))
        return;
    throw untrusted('On `pull_request_target` files of the checkout were changed since: with those of a fork its code would run with the secrets of the repository.', 'Plan what the base branch has, or plan forks on `pull_request`, where they get no secrets.');
}
function untrusted(message, advice) {
    return new errors/* LockstepError */.Cj('untrusted-event', message, advice);
}
async function askWhetherMayWrite({ event, env, github, log }) {
    const { comment } = event;
    if (comment === undefined || github === undefined)
        return undefined;
    try {
        return await mayWrite(await github(), env['GITHUB_REPOSITORY'] ?? '', comment.author);
    }
    catch (error) {
        log.debug(`Whether ${comment.author} may write could not be asked: ${(0,errors/* messageFromError */.CZ)(error)}`);
        return undefined;
    }
}


/***/ }),

/***/ 37280:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Ii: () => (/* binding */ failureFromRun),
/* harmony export */   dB: () => (/* binding */ failureOfPlan),
/* harmony export */   kF: () => (/* binding */ STALE_PLAN)
/* harmony export */ });
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var _plan_run_facts_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(45328);
/* harmony import */ var _report_plain_text_js__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(6676);
/* harmony import */ var _runner_files_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(40869);
/* harmony import */ var _credentials_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(14096);
/* harmony import */ var _redact_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(33765);
/* harmony import */ var _show_plan_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(3356);







/** Terraform has looked at the saved plan, under the lock, and not begun it. */
const STALE_PLAN = /^Saved plan is stale$|^Saved plan does not match the given state$/;
/** Summaries of Terraform's errors that have a reason of their own, and what to do. */
const KNOWN = [
    {
        summary: STALE_PLAN,
        reason: 'stale-plan',
        advice: 'The state has moved since the plan was made. Plan again, and have the new plan reviewed.',
    },
    {
        summary: /^Failed to save state$|^Failed to persist state to backend$/,
        reason: 'state-not-saved',
        advice: 'The post step of this job runs "terraform state push" on it. Where that fails too, it has to be pushed later: from its copy in the bucket of the state, which makes every apply refuse until then, or from the file; see the output "errored-state". Until then the state does not know what was changed.',
    },
];
const RELEASE_ERROR = /^Error releasing the state lock$/;
/** Counts only where nothing else failed: Terraform gives its lock back last, and what it says of that is not why it failed. */
const releaseFailed = {
    summary: RELEASE_ERROR,
    reason: 'lock-fault',
    advice: 'Terraform did its work, but could not give the lock back. Where that was denied, allow s3:GetObject and s3:DeleteObject on the lock file (<state key>.tflock), or dynamodb:GetItem and dynamodb:DeleteItem on the lock table, to the role of this job.',
};
const cutOffAdvice = 'It was changing resources, and the state may lack some of them; what it lacks, the post step of this job tells.';
/** What a run that was to make a plan came to where it failed. undefined: it has made one. */
async function failureOfPlan(deps, journey, terraform, run, planFile) {
    // An interrupted plan writes its file too, and says "0 to add".
    const isFailure = run.facts.errorSeen || (run.exitCode !== 0 && run.exitCode !== 2);
    if (!isFailure)
        return undefined;
    await (0,_show_plan_js__WEBPACK_IMPORTED_MODULE_5__/* .hideFailedPlan */ .RZ)(deps, terraform, journey, planFile);
    (0,_redact_js__WEBPACK_IMPORTED_MODULE_4__/* .tellDiagnostics */ .gm)(deps, journey, run.facts.diagnostics, true);
    return await failureFromRun(deps, journey, run, 'plan', undefined);
}
/** What a run that failed came to. `counts`: what it had done before. */
async function failureFromRun(deps, journey, run, command, counts) {
    const { facts } = run;
    if (facts.stateNotSaved)
        journey.erroredState = run.emergencyState ?? (await freshErroredState(deps, run));
    const errors = facts.diagnostics.filter(({ severity }) => severity === 'error');
    const causes = errors.filter(({ summary }) => !RELEASE_ERROR.test(summary));
    const rows = causes.length === 0 ? [releaseFailed] : KNOWN;
    const known = rows.find(({ summary }) => errors.some((error) => summary.test(error.summary)));
    if (known?.reason !== 'state-not-saved') {
        // Where both were to stop it, the one that came first did: there is one interrupt.
        const stopped = (0,_credentials_js__WEBPACK_IMPORTED_MODULE_3__/* .outcomeOfStop */ .KP)(deps, journey, run, command, counts);
        if (stopped !== undefined)
            return stopped;
        if (deps.cancelled.aborted)
            return { kind: 'cancelled', message: describeCancel(run), counts };
    }
    const [first] = errors.filter((error) => !(0,_plan_run_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .isExecutionHalted */ .Nx)(error));
    const more = errors.length > 1 ? ` (and ${String(errors.length - 1)} more)` : '';
    const end = run.exitCode === null ? `it was ended by ${String(run.signal)}` : `exit code ${String(run.exitCode)}`;
    const what = first === undefined
        ? end
        : `${(0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_6__/* .plainLine */ .h0)((0,_redact_js__WEBPACK_IMPORTED_MODULE_4__/* .redactionOf */ .Zx)(journey, true)((0,_report_plain_text_js__WEBPACK_IMPORTED_MODULE_6__/* .plainText */ .wh)(first.summary)), 300)}${more}`;
    const isUnsaved = facts.stateNotSaved || journey.leftLock?.isUnsaved === true || (0,_plan_run_facts_js__WEBPACK_IMPORTED_MODULE_1__/* .isCutOff */ .o7)(command, facts, run.coreLog);
    return {
        kind: 'failed',
        reason: known?.reason ?? (isUnsaved ? 'state-not-saved' : 'terraform-error'),
        message: `terraform ${command} failed: ${what}`,
        advice: known?.advice ?? (isUnsaved ? cutOffAdvice : ''),
        counts,
    };
}
function describeCancel({ exitCode, signal, facts }) {
    if (exitCode === null)
        return `The job was cancelled, and Terraform was ended by ${String(signal)}.`;
    if (!facts.interruptSeen && facts.haltedCount === 0)
        return 'The job was cancelled, and Terraform had failed by then.';
    const halted = facts.haltedCount > 0 ? ' Some of its work was left undone.' : '';
    return `Terraform was stopped by the cancel of the job and ended in order.${halted}`;
}
/** An older file is of another run: pushing it would bring an old state back. */
async function freshErroredState({ inputs }, run) {
    const file = (0,node_path__WEBPACK_IMPORTED_MODULE_0__.join)(inputs.workingDirectory, 'errored.tfstate');
    return (await (0,_runner_files_js__WEBPACK_IMPORTED_MODULE_2__/* .modifiedAt */ .L4)(file)) >= run.startedAt ? file : undefined;
}


/***/ }),

/***/ 3356:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  jD: () => (/* binding */ hide),
  RZ: () => (/* binding */ hideFailedPlan),
  WF: () => (/* binding */ hideState),
  tN: () => (/* binding */ showPlan)
});

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/plan/changes.ts
var plan_changes = __webpack_require__(51766);
// EXTERNAL MODULE: ./src/plan/plan-json.ts
var plan_json = __webpack_require__(30791);
// EXTERNAL MODULE: ./src/plan/sensitive-values.ts
var sensitive_values = __webpack_require__(5582);
;// CONCATENATED MODULE: ./src/report/colour.ts
const RESET = '\u001b[0m';
/** Leading symbols of a plan's lines, the longer ones first, and Terraform's own colours for them. */
const COLOURS = [
    [/^( *)(?:-\/\+|\+\/-)( )/, '\u001b[31m'],
    [/^( *)\+( )/, '\u001b[32m'],
    [/^( *)-( )/, '\u001b[31m'],
    [/^( *)~( )/, '\u001b[33m'],
    [/^( *)<=( )/, '\u001b[36m'],
    [/^( *)# /, '\u001b[1m'],
];
/** A plan's text, as `show -no-color` gives it, with one colour a line; the runner's log shows ANSI colours. */
function colourPlan(text) {
    return text
        .split('\n')
        .map((line) => {
        const colour = COLOURS.find(([pattern]) => pattern.test(line))?.[1];
        return colour === undefined ? line : `${colour}${line}${RESET}`;
    })
        .join('\n');
}

// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
// EXTERNAL MODULE: ./src/runner/files.ts
var files = __webpack_require__(40869);
// EXTERNAL MODULE: ./src/terraform/arguments.ts
var terraform_arguments = __webpack_require__(12548);
// EXTERNAL MODULE: ./src/terraform/human-errors.ts
var human_errors = __webpack_require__(36065);
;// CONCATENATED MODULE: ./src/commands/show-plan.ts









/** Renders a saved plan to JSON and text, masks what is sensitive in it, and prints it in a group of the log. */
async function showPlan(deps, terraform, journey, planFile, { isRefreshOnly, name = 'plan' }) {
    const { runDirectory, log } = deps;
    const [jsonFile, textFile] = [
        await runDirectory.createFile(`${name}.json`),
        await runDirectory.createFile(`${name}.txt`),
    ];
    const ends = await Promise.all([
        terraform.runToFile((0,terraform_arguments/* showJsonArguments */.IC)(planFile), jsonFile),
        terraform.runToFile((0,terraform_arguments/* showTextArguments */.j$)(planFile), textFile),
    ]);
    const failed = ends.find(({ exitCode }) => exitCode !== 0);
    if (failed !== undefined) {
        const error = (0,human_errors/* parseHumanErrors */.I)(failed.stderr)[0]?.summary ?? failed.stderr;
        throw new errors/* LockstepError */.Cj('terraform-error', `The plan file could not be read: ${(0,plain_text/* plainLine */.h0)(error, 300)}`);
    }
    journey.planFiles = { planFile, jsonFile, textFile };
    const plan = (0,plan_json/* parsePlanJson */.X)(await (0,files/* readText */.yR)(jsonFile));
    hide(deps, journey, (0,sensitive_values/* sensitiveValuesOfPlan */.RH)(plan));
    const changes = (0,plan_changes/* changesFromPlan */.Pr)(plan, isRefreshOnly);
    const text = await (0,files/* readText */.yR)(textFile);
    let view;
    journey.viewPlan = async () => {
        const { planViewFromPlan } = await __webpack_require__.e(/* import() */ 522).then(__webpack_require__.bind(__webpack_require__, 67522));
        return (view ??= planViewFromPlan(plan, text, changes.counts));
    };
    log.startGroup('The plan');
    log.lines(colourPlan(text));
    log.endGroup();
    return { plan, changes };
}
/**
 * Terraform 1.8 and later write what there is of a plan that failed, with the values of its variables: what is sensitive
 * in it is masked before its errors, which may quote it, are told.
 */
async function hideFailedPlan(deps, terraform, journey, planFile) {
    await hideShown(deps, journey, 'plan that failed', async (file) => {
        if (await (0,files/* isEmpty */.Im)(planFile))
            return undefined;
        const { exitCode } = await terraform.runToFile((0,terraform_arguments/* showJsonArguments */.IC)(planFile), file);
        return exitCode === 0 ? (0,sensitive_values/* sensitiveValuesOfPlan */.RH)((0,plan_json/* parsePlanJson */.X)(await (0,files/* readText */.yR)(file))) : undefined;
    });
}
/**
 * Masks what the state holds that is sensitive, of resources and of data sources: where no plan was shown before, Terraform's
 * errors may quote it.
 */
async function hideState(deps, journey, { terraform, workspaceVariable }) {
    await hideShown(deps, journey, 'state', async (file) => {
        const { exitCode } = await terraform.runToFile(terraform_arguments/* showStateArguments */.tj, file, workspaceVariable);
        return exitCode === 0 ? (0,sensitive_values/* sensitiveValuesOfState */.tw)((0,plan_json/* parseJson */.q)(await (0,files/* readText */.yR)(file))) : undefined;
    });
}
/** `show` writes into a file that is gone afterwards. The failure of the run is what is to be told, not one of this. */
async function hideShown(deps, journey, what, show) {
    const { runDirectory, log } = deps;
    const name = 'shown-after-failure.json';
    try {
        hide(deps, journey, (await show(await runDirectory.createFile(name))) ?? new Set());
    }
    catch (error) {
        log.debug(`The ${what} could not be read: ${(0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error))}`);
    }
    finally {
        await runDirectory.removeFile(name);
    }
}
/** Masks what is sensitive in the log, and keeps it out of the comment and the summary. */
function hide({ log }, journey, values) {
    for (const value of values) {
        log.mask(value);
        journey.sensitive.add(value);
    }
}


/***/ }),

/***/ 92623:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   O4: () => (/* binding */ tellHolder),
/* harmony export */   qg: () => (/* binding */ waitForTurn),
/* harmony export */   wN: () => (/* binding */ contendedUnlessWaiting),
/* harmony export */   yO: () => (/* binding */ cancelledOutcome)
/* harmony export */ });
/* harmony import */ var _lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(89739);
/* harmony import */ var _lock_wait_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(49602);
/* harmony import */ var _retry_duration_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(87100);
/* harmony import */ var _ask_queue_js__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(19941);
/* harmony import */ var _credentials_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(14096);
/* harmony import */ var _exit_look_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(18282);






/**
 * Waits until the lock reads free and it is our turn, or nobody can read it. Returns the outcome that ends the run
 * instead, if any. A run that has met nobody yet asks for no turn.
 */
async function waitForTurn(deps, journey, backend, deadline, turn, first) {
    const { clock, random, cancelled, log } = deps;
    if (cancelled.aborted)
        return cancelledOutcome(deps, journey.holder);
    const read = async (signal) => await (0,_exit_look_js__WEBPACK_IMPORTED_MODULE_5__/* .recoverOwnLock */ .I6)(deps, journey, backend, await backend.lock.read(signal));
    const reading = first ?? (await read(cancelled));
    if (reading.kind === 'held') {
        journey.holder = reading.holder;
        const end = contendedUnlessWaiting(deps, deadline, reading.holder);
        if (end !== undefined)
            return end;
    }
    const start = clock.monotonic();
    const hasMetOthers = reading.kind === 'held' || journey.lockAttempts > 0;
    const end = await (0,_lock_wait_js__WEBPACK_IMPORTED_MODULE_1__/* .waitForFreeLock */ .W)({
        clock,
        random,
        deadline,
        signal: cancelled,
        read,
        tell: (holder, remainingMs) => {
            journey.holder = holder;
            tellHolder(deps, journey, holder, remainingMs);
        },
        ...(hasMetOthers ? { turn } : {}),
    }, reading);
    const waitedMs = hasMetOthers ? clock.monotonic() - start : 0;
    journey.lockWaitedMs += waitedMs;
    switch (end.kind) {
        case 'cancelled':
            return cancelledOutcome(deps, end.holder);
        case 'deadline':
            journey.holder = end.holder;
            return contendedOutcome(deps, deadline, end.holder);
        case 'unknown':
            // Correctness rests on Terraform's own lock, so it is asked.
            log.debug(`The lock is not known: ${end.reason}`);
            return undefined;
        case 'free':
            if (waitedMs > 0)
                log.say(`The state lock is free after ${(0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .renderDuration */ .PP)(waitedMs)}.`);
            return undefined;
    }
}
/** The outcome for a holder that is not waited for: by `on-contention`, or since the time is over. */
function contendedUnlessWaiting(deps, deadline, holder) {
    const waits = deps.inputs.onContention === 'wait' && !deadline.hasPassed();
    return waits ? undefined : contendedOutcome(deps, deadline, holder);
}
function cancelledOutcome({ holders }, holder) {
    const message = holder === undefined
        ? 'The job was cancelled before Terraform was started.'
        : `The job was cancelled while it waited for the state lock of ${(0,_lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_0__/* .describeHolder */ .sG)(holders.known(holder))}.`;
    return { kind: 'cancelled', message, counts: undefined };
}
function tellHolder({ log, clock, holders, announce }, journey, holder, remainingMs) {
    const known = holders.known(holder);
    log.say(`Waiting for the state lock: held by ${(0,_lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_0__/* .describeHolder */ .sG)(known)}. Time left: ${(0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .renderDuration */ .PP)(remainingMs)}.`);
    (0,_ask_queue_js__WEBPACK_IMPORTED_MODULE_3__/* .tellBypass */ .y7)(log, journey, known);
    journey.onIdle?.();
    announce.waiting(holder, clock.now() + remainingMs);
}
function contendedOutcome(deps, deadline, holder) {
    const { inputs, holders } = deps;
    const isWaiting = inputs.onContention === 'wait';
    if (isWaiting)
        (0,_credentials_js__WEBPACK_IMPORTED_MODULE_4__/* .refuseVainWait */ .UQ)(deps, deadline, holder);
    const waited = isWaiting ? `, and lock-timeout (${(0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_2__/* .renderDuration */ .PP)(inputs.lockTimeoutMs)}) is over` : '';
    return {
        kind: 'contended',
        holder,
        isNeutral: inputs.onContention === 'neutral',
        message: `The state is locked by ${(0,_lock_lock_holder_js__WEBPACK_IMPORTED_MODULE_0__/* .describeHolder */ .sG)(holders.known(holder))}${waited}.`,
    };
}


/***/ }),

/***/ 55599:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  f: () => (/* binding */ runUnderLock)
});

// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/lock/lock-holder.ts
var lock_holder = __webpack_require__(89739);
// EXTERNAL MODULE: ./src/lock/lock-failure.ts
var lock_failure = __webpack_require__(8487);
// EXTERNAL MODULE: ./src/lock/turn.ts
var lock_turn = __webpack_require__(56468);
// EXTERNAL MODULE: ./src/plan/run-facts.ts
var run_facts = __webpack_require__(45328);
// EXTERNAL MODULE: ./src/retry/backoff.ts
var backoff = __webpack_require__(68974);
// EXTERNAL MODULE: ./src/retry/deadline.ts
var retry_deadline = __webpack_require__(54420);
// EXTERNAL MODULE: ./src/commands/credentials.ts
var credentials = __webpack_require__(14096);
// EXTERNAL MODULE: ./src/commands/exit-look.ts
var exit_look = __webpack_require__(18282);
// EXTERNAL MODULE: ./src/lock/engine-version.ts
var engine_version = __webpack_require__(40588);
// EXTERNAL MODULE: ./src/lock/mechanism.ts
var mechanism = __webpack_require__(44882);
// EXTERNAL MODULE: ./src/plan/diagnostic.ts
var plan_diagnostic = __webpack_require__(65236);
// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
// EXTERNAL MODULE: ./src/report/stream-view.ts
var stream_view = __webpack_require__(31744);
// EXTERNAL MODULE: ./src/retry/duration.ts
var duration = __webpack_require__(87100);
// EXTERNAL MODULE: ./src/runner/outputs.ts
var outputs = __webpack_require__(97424);
// EXTERNAL MODULE: ./src/runner/processes.ts
var processes = __webpack_require__(33447);
// EXTERNAL MODULE: ./src/commands/annotate-lock.ts
var annotate_lock = __webpack_require__(37554);
// EXTERNAL MODULE: ./src/commands/name-lock.ts
var name_lock = __webpack_require__(30095);
// EXTERNAL MODULE: ./src/commands/prepare.ts
var prepare = __webpack_require__(38357);
// EXTERNAL MODULE: ./src/commands/report.ts
var report = __webpack_require__(8938);
// EXTERNAL MODULE: ./src/commands/redact.ts + 1 modules
var commands_redact = __webpack_require__(33765);
;// CONCATENATED MODULE: ./src/commands/run-terraform.ts

















const silenceMs = 60_000;
/**
 * Runs Terraform once, shows its stream in the log, and hands a cancel on as one SIGINT. `onLocked` is called once it
 * has the lock, perhaps more than once.
 */
async function runTerraform(deps, journey, { terraform, backend, workspaceVariable }, attempt, onLocked = () => undefined) {
    const { log, cancelled, clock, recorder } = deps;
    await deps.recorded;
    const view = (0,stream_view/* createStreamView */.k)({ showPlannedChanges: attempt.showPlannedChanges });
    const redact = (0,commands_redact/* redactionOf */.Zx)(journey, true);
    const held = [];
    const ended = new AbortController();
    const start = clock.monotonic();
    let lastLineAt = start;
    let started;
    let version;
    const annotation = (0,annotate_lock/* createLockAnnotation */.F)(deps, backend, () => version?.engine);
    let run;
    let hasLog = false;
    journey.seenLockId = undefined;
    const nameLock = (0,name_lock/* createLockNaming */.K)(backend.lock, clock, (lockId) => {
        journey.seenLockId = lockId;
        recorder.noteTerraform({ seenLockId: lockId });
    }, (readLock) => {
        recorder.noteTerraform({ readLock });
    });
    const interrupt = () => {
        recorder.noteTerraform({ isInterrupted: true });
        started?.interrupt();
    };
    const cancel = () => {
        log.say((0,processes/* canInterrupt */.CM)()
            ? 'Cancelled: asking Terraform to stop, and waiting for it to save its state and to give the lock back.'
            : 'Cancelled: on Windows Terraform cannot be asked to stop; waiting for its end.');
        interrupt();
    };
    await attempt.claim?.take();
    void tellThatItWorks(deps, start, () => lastLineAt, ended.signal);
    try {
        run = await terraform.runLocked({
            args: attempt.args,
            workspace: workspaceVariable,
            lockPath: attempt.lock ? backend.lockPath : undefined,
            beforeStart: (starting) => {
                const { operation, lock } = attempt;
                const lockPath = lock ? backend.lockPath : undefined;
                hasLog = starting.logFile !== undefined;
                recorder.begin({ operation, lockPath, ...starting }, secretsOf(journey));
                if (recorder.isCalledOff())
                    throw calledOff();
            },
            onStart: (child) => {
                started = child;
                recorder.noteTerraform({ process: (0,processes/* identityOf */.cu)(child.pid) });
                (0,outputs/* preloadOutputs */.q6)();
                (0,report/* preloadSummary */.WP)();
                deps.announce.working();
                journey.onIdle?.();
                if (attempt.lock && (0,processes/* canInterrupt */.CM)())
                    void (0,credentials/* stopBeforeExpiry */.FW)(deps, journey, interrupt, ended.signal);
                if (cancelled.aborted)
                    cancel();
                else
                    cancelled.addEventListener('abort', cancel, { once: true });
            },
            onLocked: (lockId) => {
                recorder.noteTerraform({ lockId });
                deps.announce.locked();
                onLocked();
                annotation?.locked(lockId);
            },
            onLine: (line) => {
                lastLineAt = clock.monotonic();
                if (isLockErrorLine(line))
                    return;
                if (line.kind === 'event') {
                    note(deps, journey, line);
                    if ((0,run_facts/* isUnderLock */.Kp)(line))
                        onLocked();
                    if (line.type === 'version')
                        version ??= (0,engine_version/* engineVersionFromEvent */.H6)(line.body);
                    const isNamedByLog = hasLog && version?.engine === 'terraform';
                    if (attempt.operation === 'apply' && backend.lockPath !== undefined && !isNamedByLog)
                        nameLock(line);
                }
                const text = view.show(line);
                if (text === undefined)
                    return;
                if (attempt.beforeErrors !== undefined && isError(line)) {
                    held.push(text);
                    return;
                }
                // An error is told before the run has failed; a text that is no event may be the trace of a wrapper.
                const isJudged = line.kind === 'event' && line.type !== 'diagnostic';
                log.lines(isJudged ? text : redact(text));
            },
        });
        if (held.length > 0) {
            await attempt.beforeErrors?.();
            const redactAll = (0,commands_redact/* redactionOf */.Zx)(journey, true);
            for (const text of held)
                log.lines(redactAll(text));
        }
        const advice = run.facts.version === undefined ? undefined : (0,mechanism/* adviseMechanism */.i)(backend.mechanism, run.facts.version);
        if (advice !== undefined)
            (0,prepare/* warn */.R8)(deps, journey, advice);
        return run;
    }
    catch (error) {
        if (started === undefined)
            recorder.note({ terraform: undefined });
        throw error;
    }
    finally {
        ended.abort();
        cancelled.removeEventListener('abort', cancel);
        await annotation?.ended(run?.coreLog.unlocked ?? []);
        if (started === undefined)
            await attempt.claim?.giveBack();
    }
}
/** In a job container no signal of the runner's arrives, so a job that is over goes on here (moby/moby#35703). */
function calledOff() {
    return new errors/* LockstepError */.Cj('cancelled', 'The job is over, so Terraform was not started.');
}
function secretsOf({ sensitive, given }) {
    return { sensitive: [...sensitive], given: [...given] };
}
function note({ log }, journey, { type, message }) {
    if (type === 'planned_change')
        journey.plannedChanges.push(message);
    if (type === 'version' && journey.engine === undefined) {
        journey.engine = (0,plain_text/* plainLine */.h0)(message);
        log.say(journey.engine);
    }
}
/** A sentence for each minute in which Terraform said nothing: a refresh of many resources can take long. */
async function tellThatItWorks({ log, clock }, start, lastLineAt, ended) {
    for (;;) {
        await clock.sleep(silenceMs, ended);
        if (ended.aborted)
            return;
        if (clock.monotonic() - lastLineAt() < silenceMs)
            continue;
        log.say(`Terraform is still at work, for ${(0,duration/* renderDuration */.PP)(clock.monotonic() - start)} now.`);
    }
}
/** Shows the lock errors that were withheld while they could still be a race that is won. */
function showLockErrors({ log }, { facts }) {
    for (const diagnostic of facts.diagnostics.filter(lock_failure/* isLockError */.S)) {
        log.lines(`\n${(0,plan_diagnostic/* renderDiagnostic */.I)(diagnostic)}\n`);
    }
}
function isLockErrorLine(line) {
    const diagnostic = diagnosticOf(line);
    return diagnostic !== undefined && (0,lock_failure/* isLockError */.S)(diagnostic);
}
function isError(line) {
    return diagnosticOf(line)?.severity === 'error';
}
function diagnosticOf(line) {
    if (line.kind !== 'event' || line.type !== 'diagnostic')
        return undefined;
    return (0,plan_diagnostic/* diagnosticFromJson */.c)(line.body['diagnostic']);
}

// EXTERNAL MODULE: ./src/commands/take-turn.ts
var take_turn = __webpack_require__(92623);
;// CONCATENATED MODULE: ./src/commands/under-lock.ts











/**
 * Waits for the lock, runs Terraform, and starts it again where it was refused the lock and did nothing else. Returns
 * the run that got its turn; throws a `lock-fault` where waiting cannot help.
 */
async function runUnderLock(deps, journey, prepared, attempt) {
    const { clock, log } = deps;
    const turn = (0,lock_turn/* createTurn */.C)(prepared.backend.turns, clock, (message) => {
        log.debug(message);
    });
    try {
        return await runInTurn(deps, journey, prepared, attempt, turn);
    }
    finally {
        await turn.giveBack();
    }
}
async function runInTurn(deps, journey, prepared, attempt, turn) {
    const { clock, random, log, cancelled } = deps;
    const isCancelled = () => cancelled.aborted;
    if (isCancelled())
        return { kind: 'not-run', outcome: (0,take_turn/* cancelledOutcome */.yO)(deps, undefined) };
    if (!attempt.lock) {
        const run = await runTerraform(deps, journey, prepared, attempt);
        await settle(deps, journey, run);
        requireTerraform(prepared, run);
        return { kind: 'ran', run };
    }
    const { backend } = prepared;
    const deadline = (0,retry_deadline/* startDeadline */.d)(clock, (0,credentials/* waitLimitMs */.Bb)(deps, attempt.operation), journey.lockWaitedMs);
    const pause = async (ms) => {
        const before = clock.monotonic();
        await clock.sleep(Math.min(ms, deadline.remainingMs()), cancelled);
        journey.lockWaitedMs += clock.monotonic() - before;
    };
    const [first] = await Promise.all([backend.lock.read(cancelled), attempt.requireStart?.()]);
    let reading = first;
    let races = 0;
    let blindTries = 0;
    for (;;) {
        const waitedBefore = journey.lockWaitedMs;
        const inTheWay = await (0,take_turn/* waitForTurn */.qg)(deps, journey, backend, deadline, turn, reading);
        if (inTheWay !== undefined)
            return { kind: 'not-run', outcome: inTheWay };
        // Whoever had the lock since may have forbidden it.
        if (journey.lockAttempts > 0 || journey.lockWaitedMs > waitedBefore)
            await attempt.requireStart?.();
        if (attempt.operation === 'apply')
            (0,credentials/* requireCredentialLife */.nG)(deps);
        journey.lockAttempts += 1;
        const run = await runTerraform(deps, journey, prepared, attempt, () => {
            void turn.giveBack();
        });
        void turn.giveBack();
        const { reading: left, end } = await (0,exit_look/* lookAtLock */.Ub)(deps, journey, backend, attempt.operation, run);
        (0,exit_look/* warnOfLeftLock */.c2)(deps, journey, end);
        journey.leftLock = end.kind === 'left' ? end : undefined;
        const refusal = (0,lock_failure/* refusalFromRun */.Al)(run.facts, run.coreLog);
        const isUnsaved = run.facts.stateNotSaved || (0,run_facts/* isCutOff */.o7)(attempt.operation, run.facts, run.coreLog);
        if (end.kind !== 'left' && !isUnsaved)
            await settle(deps, journey, run);
        if (refusal === undefined) {
            requireTerraform(prepared, run);
            showLockErrors(deps, run);
            return { kind: 'ran', run };
        }
        await attempt.claim?.giveBack();
        if (isCancelled())
            return { kind: 'not-run', outcome: (0,take_turn/* cancelledOutcome */.yO)(deps, journey.holder) };
        const failure = (0,lock_failure/* classifyRefusal */.rN)(refusal, run.coreLog.attempted, left);
        switch (failure.kind) {
            case 'own':
            case 'vanished':
                races += 1;
                if (failure.kind === 'own') {
                    if (isStillThere(left, failure.info.id))
                        throw ownLockLeft(failure.info.id);
                    log.say('That lock was taken by this very run: the answer of the store was lost. Starting again.');
                }
                else if (deadline.hasPassed()) {
                    (0,credentials/* refuseVainWait */.UQ)(deps, deadline, undefined);
                    return { kind: 'not-run', outcome: lostRaceOutcome(deps) };
                }
                if (races >= backoff/* maxRacesInARow */.lL)
                    throw lockThatIsNoLock(races);
                log.debug(`Terraform lost a race for the lock (${String(races)} in a row); trying again.`);
                reading = undefined;
                await pause((0,backoff/* raceDelayMs */.p5)(races, random));
                break;
            case 'contention': {
                races = 0;
                journey.holder = (0,lock_holder/* holderFromInfo */.pr)(failure.info, clock.now());
                const end = (0,take_turn/* contendedUnlessWaiting */.wN)(deps, deadline, journey.holder);
                if (end !== undefined)
                    return { kind: 'not-run', outcome: end };
                reading = left;
                if (left.kind === 'held') {
                    blindTries = 0;
                    break;
                }
                // Free: the holder has just left, the first time. Else only Terraform can tell whether this lock is free.
                blindTries += 1;
                if (left.kind === 'free' && blindTries === 1)
                    break;
                (0,take_turn/* tellHolder */.O4)(deps, journey, journey.holder, deadline.remainingMs());
                await pause((0,backoff/* retryDelayMs */.qO)(blindTries - 1, random));
                reading = undefined;
                break;
            }
            case 'fault':
                showLockErrors(deps, run);
                throw new errors/* LockstepError */.Cj('lock-fault', `The state lock could not be taken: ${failure.reason}.`, failure.advice);
        }
    }
}
/** Nothing is left to do for the post step; what Terraform wrote into its files holds secrets. */
async function settle({ recorder }, journey, run) {
    // What is noted now is written again with each later note, and must not grow by the lock of the next Terraform, behind
    // which something may be unsaved.
    const ownLockIds = [...journey.ownLockIds];
    // In one write: a claim without a Terraform is one under which nothing was applied.
    const used = run.exitCode === 0 || run.facts.resourceEventSeen ? { claim: undefined } : {};
    recorder.note({ terraform: undefined, ownLockIds, ...used });
    await run.discardFiles();
}
/** A program that told nothing is no Terraform, and its success is none. */
function requireTerraform({ terraform }, { facts, exitCode }) {
    const saidNothing = facts.version === undefined && !facts.workSeen && !facts.errorSeen;
    if (!saidNothing || (exitCode !== 0 && exitCode !== 2))
        return;
    throw new errors/* LockstepError */.Cj('terraform-error', `"${terraform.executable.path}" is not Terraform or OpenTofu: it told no version.`, 'Give the path of terraform or tofu in the input "executable".');
}
function isStillThere(reading, lockId) {
    return reading.kind === 'unknown' || (reading.kind === 'held' && reading.holder.lockId === lockId);
}
function lostRaceOutcome({ inputs }) {
    return {
        kind: 'contended',
        holder: undefined,
        isNeutral: inputs.onContention === 'neutral',
        message: 'The lock was given back in the moment in which Terraform asked for it, and lock-timeout leaves no second try.',
    };
}
function ownLockLeft(lockId) {
    return new errors/* LockstepError */.Cj('lock-fault', `Terraform was refused its own lock ${lockId}: the store had kept it, but its answer was lost. It could not be removed; see the warning above.`, `When no Terraform works on this state any more, run: terraform force-unlock ${lockId}`);
}
function lockThatIsNoLock(races) {
    return new errors/* LockstepError */.Cj('lock-fault', `The store refused the lock ${String(races)} times in a row, and showed no lock each time.`, 'Look at what the store says of the lock with debug logging. An S3 store that takes delete markers for objects does this: there, use a DynamoDB table for the lock.');
}


/***/ }),

/***/ 83916:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   CZ: () => (/* binding */ messageFromError),
/* harmony export */   Cj: () => (/* binding */ LockstepError),
/* harmony export */   Xt: () => (/* binding */ InvalidInputsError)
/* harmony export */ });
/**
 * A failure that the user can act on. `message` says what happened and why, `advice` what to do.
 * Anything else that is thrown is a defect of ours or of the platform and passes through unchanged.
 */
class LockstepError extends Error {
    reason;
    advice;
    /** To be pasted as they are, one a line. */
    commands;
    constructor(reason, message, advice = '', options = {}) {
        super(message, options);
        this.commands = options.commands ?? [];
        this.name = 'LockstepError';
        this.reason = reason;
        this.advice = advice;
    }
}
/** Every problem of the inputs in one error, one sentence a problem. */
class InvalidInputsError extends LockstepError {
    problems;
    constructor(problems) {
        const count = problems.length === 1 ? 'An input is' : `${String(problems.length)} inputs are`;
        super('invalid-input', `${count} not valid, so nothing was started:\n- ${problems.join('\n- ')}`);
        this.name = 'InvalidInputsError';
        this.problems = problems;
    }
}
/** A cause may come back to its own error. */
const maxCauses = 10;
/** The message of anything that was thrown, with the messages of its causes. */
function messageFromError(error, causes = maxCauses) {
    if (!(error instanceof Error))
        return textOf(error);
    const message = textOf(error.message === '' ? error.name : error.message);
    if (error.cause === undefined || causes === 0)
        return message;
    return `${message} (${messageFromError(error.cause, causes - 1)})`;
}
/** An object without a prototype cannot be made a text. */
function textOf(value) {
    try {
        return String(value);
    }
    catch {
        return 'something that is no error was thrown';
    }
}


/***/ }),

/***/ 37964:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   $B: () => (/* binding */ isThere),
/* harmony export */   B9: () => (/* binding */ instantOf),
/* harmony export */   T1: () => (/* binding */ commitFields),
/* harmony export */   tg: () => (/* binding */ checksOf),
/* harmony export */   wP: () => (/* binding */ isWhole)
/* harmony export */ });
const commitFields = `oid
statusCheckRollup {
  contexts(first: 100, after: $afterContext) {
    pageInfo { hasNextPage endCursor }
    nodes {
      __typename
      ... on CheckRun {
        name status conclusion startedAt
        checkSuite { app { slug } workflowRun { url event workflow { name } } }
      }
      ... on StatusContext { context state createdAt }
    }
  }
}`;
/** The checks of `commit` on this page. */
function checksOf(node, commit) {
    if (node?.oid !== commit) {
        return { kind: 'unreadable', reason: 'GitHub has told those of another commit.' };
    }
    const nodes = node.statusCheckRollup?.contexts.nodes ?? [];
    if (!isWhole(nodes))
        return { kind: 'unreadable', reason: 'GitHub has not told them all.' };
    return { kind: 'read', checks: nodes.map(checkFromNode) };
}
function checkFromNode(node) {
    if (node.__typename === 'StatusContext') {
        const { context: name, state, createdAt } = node;
        return { name, source: '', state, startedAt: instantOf(createdAt), runId: undefined };
    }
    const { name, status, conclusion, startedAt, checkSuite } = node;
    const run = checkSuite?.workflowRun;
    return {
        name,
        source: [checkSuite?.app?.slug, run?.workflow.name, run?.event].join('/'),
        state: conclusion ?? status,
        startedAt: instantOf(startedAt),
        // `databaseId` is an Int of 32 bits, and the numbers of runs have outgrown it.
        runId: isThere(run) ? Number(/\/runs\/(\d+)/.exec(run.url)?.[1]) : undefined,
    };
}
function isThere(value) {
    return value !== null && value !== undefined;
}
function isWhole(nodes) {
    return !nodes.includes(null);
}
/** Milliseconds since 1970. */
function instantOf(time) {
    const ms = Date.parse(time ?? '');
    return Number.isNaN(ms) ? undefined : ms;
}


/***/ }),

/***/ 56468:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   C: () => (/* binding */ createTurn)
/* harmony export */ });
/** Longer than the next one takes until it sees a free lock and its Terraform has it. */
const expiresAfterMs = 10_000;
/** In all, for a store whose turns change while nobody takes the lock. */
const maxKeptMs = 30_000;
/** A store that denies turns this often in a row is asked no more. */
const maxProblems = 3;
/** `store` undefined: every moment is our turn. */
function createTurn(store, clock, debug) {
    let since;
    let ours;
    /**
     * The turn of another run that is met at a lock that has been free since. How old it is, our own clock tells: those of
     * machines differ.
     */
    let met;
    let keptMs = 0;
    /** When the turn of another run was met last, at a lock that has been free since. */
    let keptAt;
    let isIgnored = false;
    let problems = 0;
    let givingBack;
    const note = (reading) => {
        if (reading.kind === 'ours')
            ours = reading.version;
        else if (reading.kind !== 'unknown')
            ours = undefined;
        problems = reading.kind === 'unknown' ? problems + 1 : 0;
        if (reading.kind === 'unknown' && problems === 1)
            debug(`Waiting without a turn: ${reading.reason}.`);
        if (problems >= maxProblems)
            isIgnored = true;
    };
    const isOver = (version) => {
        const now = clock.monotonic();
        if (met?.version !== version)
            met = { version, at: now };
        return now - met.at >= expiresAfterMs;
    };
    const giveBack = async (turns, version) => {
        const problem = await turns.giveBack(version);
        if (problem !== undefined)
            debug(`The turn was not given back: ${problem}.`);
    };
    return {
        async standInLine() {
            keptAt = undefined;
            met = undefined;
            since ??= clock.now();
            if (store === undefined || isIgnored)
                return 'alone';
            if (ours !== undefined)
                return 'next';
            let reading = await store.read();
            if (reading.kind === 'nobody')
                reading = await store.take(since);
            else if (reading.kind === 'theirs' && reading.since > since)
                reading = await store.take(since, reading.version);
            note(reading);
            if (reading.kind === 'unknown')
                return 'alone';
            return reading.kind === 'ours' ? 'next' : 'behind';
        },
        async take() {
            since ??= clock.now();
            if (store === undefined || isIgnored)
                return true;
            let reading = await store.read();
            if (reading.kind === 'nobody')
                reading = await store.take(since);
            else if (reading.kind === 'theirs' && isOver(reading.version))
                reading = await store.take(since, reading.version);
            note(reading);
            if (reading.kind === 'ours' || reading.kind === 'unknown')
                return true;
            if (keptAt === undefined)
                debug('The lock is free, and it is the turn of another run.');
            const now = clock.monotonic();
            keptMs += now - (keptAt ?? now);
            keptAt = now;
            isIgnored = keptMs >= maxKeptMs;
            if (isIgnored)
                debug('The lock was free for too long: nobody is let go first any more.');
            return isIgnored;
        },
        async giveBack() {
            if (store !== undefined && ours !== undefined) {
                givingBack = giveBack(store, ours);
                ours = undefined;
            }
            await givingBack;
        },
    };
}


/***/ }),

/***/ 49602:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   W: () => (/* binding */ waitForFreeLock)
/* harmony export */ });
/* harmony import */ var _retry_backoff_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(68974);

const tellAgainAfterMs = 30_000;
/**
 * Looks at the lock until it is free and it is our turn, or it is unknown, or the deadline has passed, after which a free
 * lock needs no turn. Ends at once when `signal` is aborted.
 * `first`: a reading that is still good, to begin with.
 */
async function waitForFreeLock(waiting, first) {
    const { clock, random, deadline, signal, read, tell, turn } = waiting;
    const isCancelled = () => signal.aborted;
    let told;
    let holder;
    let place = 'alone';
    let reading = first ?? (await read(signal));
    for (;;) {
        if (isCancelled())
            return { kind: 'cancelled', holder };
        if (reading.kind === 'unknown')
            return reading;
        if (reading.kind === 'free') {
            const isOurTurn = turn === undefined || deadline.hasPassed() || (await turn.take());
            if (isCancelled())
                return { kind: 'cancelled', holder };
            if (isOurTurn)
                return reading;
        }
        else {
            holder = reading.holder;
            if (deadline.hasPassed())
                return { kind: 'deadline', holder };
            const now = clock.monotonic();
            if (told?.lockId !== holder.lockId || now - told.at >= tellAgainAfterMs) {
                tell(holder, deadline.remainingMs());
                told = { lockId: holder.lockId, at: now };
            }
            place = (await turn?.standInLine()) ?? 'alone';
        }
        await clock.sleep(Math.min((0,_retry_backoff_js__WEBPACK_IMPORTED_MODULE_0__/* .pollDelayMs */ .pP)(place, random), deadline.remainingMs()), signal);
        if (isCancelled())
            return { kind: 'cancelled', holder };
        reading = await read(signal);
    }
}


/***/ }),

/***/ 94253:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {


// EXPORTS
__webpack_require__.d(__webpack_exports__, {
  main: () => (/* binding */ main)
});

// EXTERNAL MODULE: external "node:crypto"
var external_node_crypto_ = __webpack_require__(77598);
// EXTERNAL MODULE: external "node:path"
var external_node_path_ = __webpack_require__(76760);
// EXTERNAL MODULE: ./src/errors.ts
var errors = __webpack_require__(83916);
// EXTERNAL MODULE: ./src/plan/changes.ts
var changes = __webpack_require__(51766);
// EXTERNAL MODULE: ./src/plan/plan-json.ts
var plan_json = __webpack_require__(30791);
// EXTERNAL MODULE: ./src/plan/sensitive-values.ts
var sensitive_values = __webpack_require__(5582);
// EXTERNAL MODULE: ./src/report/plain-text.ts
var plain_text = __webpack_require__(6676);
// EXTERNAL MODULE: ./src/runner/files.ts
var files = __webpack_require__(40869);
// EXTERNAL MODULE: ./src/terraform/arguments.ts
var terraform_arguments = __webpack_require__(12548);
// EXTERNAL MODULE: ./src/commands/check-concurrency.ts + 2 modules
var check_concurrency = __webpack_require__(44620);
// EXTERNAL MODULE: ./src/commands/credentials.ts
var credentials = __webpack_require__(14096);
// EXTERNAL MODULE: ./src/plan/plan-parts.ts + 1 modules
var plan_parts = __webpack_require__(31217);
;// CONCATENATED MODULE: ./src/plan/digest.ts


/**
 * Equal for two plans of one state that do the same with the same code, values, providers and engine, whenever they were
 * made: an HMAC-SHA256 in hex, since a plan has sensitive values, which nobody without the key can guess by it.
 * `key`: the same for both, 32 bytes. `isRefreshOnly`: what the plan found changed is what it takes over.
 */
function digestOfPlan(key, plan, archive, isRefreshOnly) {
    const hmac = (0,external_node_crypto_.createHmac)('sha256', key);
    // JSON on a line of its own has one beginning and one end, whatever is in it.
    for (const { kind, name, text } of (0,plan_parts/* partsOfPlan */.Tw)({ plan, archive, isRefreshOnly })) {
        hmac.update(`["${kind}",${JSON.stringify(name)},${text}]\n`);
    }
    return hmac.digest('hex');
}
/** Of a plan file that can't be looked into. */
function digestOfFile(key, file) {
    return (0,external_node_crypto_.createHmac)('sha256', key).update('a plan file\n').update(file).digest('hex');
}

// EXTERNAL MODULE: ./src/plan/plan-archive.ts
var plan_archive = __webpack_require__(9643);
// EXTERNAL MODULE: ./src/plan/sha256.ts
var sha256 = __webpack_require__(65220);
;// CONCATENATED MODULE: ./src/commands/plan-record.ts





/** S3 and GitHub tell times in whole seconds, rounded down. */
const clockStepMs = 1_000;
function madePlanOf(file, json, isRefreshOnly) {
    return { file, json, isRefreshOnly, archive: (0,plan_archive/* parsePlanArchive */.L)(file) };
}
/** The output `plan-digest`. A plan that can't be looked into is equal to itself only. */
function digestOf({ file, json, archive, isRefreshOnly }, key) {
    return archive === undefined
        ? digestOfFile(key.bytes, file)
        : digestOfPlan(key.bytes, json, archive, isRefreshOnly);
}
/** The plan with all that tells for what it was made. */
async function recordPlan(deps, made, facts) {
    const { inputs, env, event, ownRun, clock, git } = deps;
    const { backend, workspace, about, account, engine, key, hasChanges } = facts;
    const lockFile = await readLockFile(inputs);
    const { tree = null, folderTree = null } = (await git.readCheckout()) ?? {};
    const { serial = null, lineage = null } = made.archive?.state ?? {};
    const record = {
        stateAddress: backend.address,
        workspace,
        ...about,
        builtCommit: env['GITHUB_SHA'] ?? '',
        ...{ tree, folderTree },
        run: ownRun ?? null,
        actor: ownRun?.actor ?? '',
        event: event.name,
        createdAt: new Date(clock.now()).toISOString(),
        engine: engine?.engine === 'opentofu' ? 'tofu' : 'terraform',
        engineVersion: engine?.text ?? '',
        account: account ?? null,
        request: requestOf(inputs, env),
        varFileDigests: (await digestsOfVarFiles(inputs, inputs.varFiles)).map((digest) => digest ?? (0,sha256/* sha256 */.s)('')),
        lockFileDigest: lockFile === undefined ? null : (0,sha256/* sha256 */.s)(lockFile),
        serial,
        lineage,
        planFileDigest: (0,sha256/* sha256 */.s)(made.file),
        planDigest: digestOf(made, key),
        keyId: key.id,
        hasChanges,
    };
    return { record, planFile: made.file, lockFile };
}
function requestOf(inputs, env) {
    const { commentKey, destroy, refreshOnly, planArguments, varFiles } = inputs;
    const names = ['TF_CLI_ARGS', 'TF_CLI_ARGS_plan'];
    const cliArguments = Object.fromEntries(names.map((name) => [name, env[name] ?? '']).filter(([, value]) => value !== ''));
    return { commentKey, destroy, refreshOnly, planArguments, varFiles, cliArguments };
}
/** null for a file that is not there. */
async function digestsOfVarFiles({ workingDirectory }, varFiles) {
    const digest = async (file) => await (0,files/* readBytes */.io)((0,external_node_path_.resolve)(workingDirectory, file)).then(sha256/* sha256 */.s, () => null);
    return await Promise.all(varFiles.map(digest));
}
/** Of the providers; Terraform keeps it in its working directory, wherever its data directory is. */
function lockFilePath({ workingDirectory }) {
    return (0,external_node_path_.join)(workingDirectory, plan_archive/* lockFileName */.x);
}
async function readLockFile(inputs) {
    return await (0,files/* readTextIfAny */.$v)(lockFilePath(inputs));
}

// EXTERNAL MODULE: ./src/commands/prepare.ts
var prepare = __webpack_require__(38357);
// EXTERNAL MODULE: ./src/commands/redact.ts + 1 modules
var redact = __webpack_require__(33765);
// EXTERNAL MODULE: ./src/lock/annotation.ts
var annotation = __webpack_require__(87198);
// EXTERNAL MODULE: ./src/report/shell-word.ts
var shell_word = __webpack_require__(72397);
// EXTERNAL MODULE: ./src/retry/backoff.ts
var backoff = __webpack_require__(68974);
// EXTERNAL MODULE: ./src/terraform/stored-state.ts
var stored_state = __webpack_require__(6701);
;// CONCATENATED MODULE: ./src/commands/require-saved-state.ts






/**
 * Starts to look for the marker of a state that could not be saved. The returned function throws `state-not-saved`
 * where there is one, and looks again each further time that it is called: whoever was waited for may have left one.
 */
function requireSavedState(deps, journey, prepared) {
    let started = lookAtMarker(deps, journey, prepared);
    // Told where it is awaited; until then Node would end this process for it.
    started.catch(() => undefined);
    return async () => {
        const look = started ?? lookAtMarker(deps, journey, prepared);
        started = undefined;
        await look;
    };
}
async function lookAtMarker(deps, journey, prepared) {
    const { log, cancelled } = deps;
    const { unsaved } = prepared.backend;
    if (unsaved === undefined)
        return;
    const marker = await readMarker(deps, unsaved);
    switch (marker.kind) {
        case 'none':
            return;
        case 'unknown': {
            if (cancelled.aborted)
                return;
            const sentence = `Whether the state of an earlier apply is still to be saved could not be read from ${unsaved.markerAddress}: ${marker.reason}.`;
            if (marker.transient)
                throw new errors/* LockstepError */.Cj('state-not-saved', `${sentence} Nothing was applied.`, 'Run it again.');
            if (marker.isDenied)
                log.debug(sentence);
            else
                (0,prepare/* warn */.R8)(deps, journey, sentence);
            return;
        }
        case 'garbled':
            throw new errors/* LockstepError */.Cj('state-not-saved', `${unsaved.markerAddress} says that the state of an earlier apply could not be saved, but it could not be understood: ${marker.reason}.`, 'Look at it, and at what is kept beside it. Once the state is complete, remove it:', { commands: [unsaved.removeCommand] });
        case 'marked': {
            const left = await withoutSaved(deps, prepared, unsaved, marker.states);
            const [oldest] = left;
            if (oldest === undefined)
                return;
            if (oldest.copyKey !== null)
                journey.erroredState = unsaved.addressOf(oldest.copyKey);
            throw stateNotSaved(unsaved, left, prepared.workspaceVariable);
        }
    }
}
const maxReads = 4;
/** A store that did not answer may do so in a moment. */
async function readMarker({ clock, random, cancelled }, unsaved) {
    for (let reads = 1;; reads += 1) {
        const marker = await unsaved.readMarker(cancelled);
        const isPassing = marker.kind === 'unknown' && marker.transient;
        if (!isPassing || cancelled.aborted || reads >= maxReads)
            return marker;
        await clock.sleep((0,backoff/* retryDelayMs */.qO)(reads - 1, random), cancelled);
    }
}
/** Takes off the marker what is the present state of the store: somebody has pushed it. */
async function withoutSaved({ log, clock }, { terraform, workspaceVariable }, unsaved, states) {
    const pull = await (0,stored_state/* createStoredState */.z)(terraform, workspaceVariable, clock).pull();
    const content = pull.kind === 'pulled' ? pull.state?.content : undefined;
    const left = states.filter((state) => state.content !== content);
    if (content === undefined || left.length === states.length)
        return states;
    const settling = await unsaved.settle(content);
    log.say(settling.kind === 'settled'
        ? `The state of an earlier apply that could not be saved is in the store now: taken off ${unsaved.markerAddress}.`
        : `The state of an earlier apply that could not be saved is in the store now, but ${unsaved.markerAddress} still names it: ${settling.reason}. Remove it before the state changes again: ${unsaved.removeCommand}`);
    return settling.kind === 'settled' ? settling.left : left;
}
/** A comment has room for a few. */
const maxListed = 3;
function stateNotSaved(unsaved, states, workspace) {
    const listed = states.slice(0, maxListed);
    const more = states.length > maxListed ? [`… and ${String(states.length - maxListed)} more.`] : [];
    const message = [
        'Nothing is applied, since the state of an earlier apply could not be saved, and the stored one does not know what that has changed:',
        ...listed.map((state) => `- ${describeState(state, unsaved)}`),
        ...more,
    ];
    const pushes = listed.flatMap(({ copyKey }) => copyKey === null ? [] : pushCommands(unsaved, copyKey, workspace));
    const remove = 'bring the state in order by hand (import what it lacks) and remove the marker';
    const advice = pushes.length === 0
        ? `To go on, ${remove}:`
        : `To save it, run the commands below in the initialised folder; the next apply sees that and goes on. Where that is not possible, ${remove} with the last one alone.`;
    const last = pushes.length === 0 ? [] : ['# only where the state cannot be pushed'];
    const commands = [...pushes, ...last, unsaved.removeCommand];
    return new errors/* LockstepError */.Cj('state-not-saved', message.join('\n'), advice, { commands });
}
function describeState(state, unsaved) {
    const { run, since, serial, lineage, copyKey, file, reason } = state;
    const by = run === undefined ? 'a run that is not known' : (0,annotation/* urlOfRun */.wt)(run);
    const which = serial === null ? '' : `, serial ${String(serial)} of lineage ${lineage ?? ''}`;
    const where = copyKey === null
        ? `no copy could be kept; it was in ${file} on the runner`
        : `kept in ${unsaved.addressOf(copyKey)}`;
    return `${by}, ${since}${which}: ${where} (${reason})`;
}
function pushCommands(unsaved, copyKey, workspace) {
    const file = 'unsaved.tfstate';
    const variable = workspace === undefined ? '' : `TF_WORKSPACE=${(0,shell_word/* renderShellWord */.Z)(workspace)} `;
    return [unsaved.fetchCommand(copyKey, file), `${variable}terraform state push ${file}`];
}

// EXTERNAL MODULE: ./src/commands/require-trust.ts + 3 modules
var require_trust = __webpack_require__(67204);
// EXTERNAL MODULE: ./src/commands/rescue-state.ts
var rescue_state = __webpack_require__(51565);
;// CONCATENATED MODULE: ./src/plan/hidden-files.ts
/**
 * Why a plan that is equal to the reviewed one may do something else all the same: a provisioner runs or copies files
 * that no plan shows. Words that go on from "since"; undefined: it can't.
 */
function hiddenDifference(record, now, archive) {
    if (record.tree !== null && record.tree === now.tree)
        return undefined;
    if (archive !== undefined && !hasProvisioner(archive))
        return undefined;
    const isSameFolder = record.folderTree !== null && record.folderTree === now.folderTree;
    if (isSameFolder && archive !== undefined && !hasModuleOutside(archive))
        return undefined;
    return record.tree === null || now.tree === null
        ? 'nothing tells whether files are the same that a provisioner may run or copy, and that no plan shows (there is no Git here, or was none where it was planned)'
        : 'files have changed that a provisioner may run or copy, and that no plan shows';
}
/** In Terraform's own syntax or in JSON; one in a comment counts as well. */
function hasProvisioner({ config }) {
    return [...config.values()].some((bytes) => /\bprovisioner\b/.test(Buffer.from(bytes).toString('latin1')));
}
function hasModuleOutside({ config }) {
    const modules = Buffer.from(config.get('modules.json') ?? '').toString();
    return /"Dir":\s*"(?:\.\.|\/)/.test(modules);
}

// EXTERNAL MODULE: ./src/plan/plan-comparison.ts + 1 modules
var plan_comparison = __webpack_require__(3323);
// EXTERNAL MODULE: ./src/report/comparison-section.ts
var comparison_section = __webpack_require__(12791);
// EXTERNAL MODULE: ./src/report/foreign-text.ts
var foreign_text = __webpack_require__(2792);
;// CONCATENATED MODULE: ./src/commands/claim-plan.ts




/**
 * A plan is applied at most once: claimed right before Terraform starts, and given back where nothing was applied, so
 * that contention does not use up what was approved.
 */
function claimOfPlan({ log, recorder, ownRun, cancelled }, ledger, planId) {
    let held;
    return {
        async requireNone() {
            const taken = await ledger.readClaim(planId, cancelled).catch((error) => {
                // What counts is the claim itself, before the start.
                log.debug(`Whether the plan was applied already could not be read: ${(0,errors/* messageFromError */.CZ)(error)}`);
                return undefined;
            });
            if (taken !== undefined)
                throw appliedAlready(taken);
        },
        async take() {
            if (held !== undefined)
                return;
            const nonce = (0,external_node_crypto_.randomUUID)();
            // Before it is there, since whoever ends this process may do so at any moment.
            recorder.note({ claim: { planId, nonce } });
            const claiming = await ledger.claim(planId, ownRun, cancelled, nonce).catch((error) => {
                if (cancelled.aborted)
                    throw new errors/* LockstepError */.Cj('cancelled', 'The job was cancelled before the apply was started.');
                throw new errors/* LockstepError */.Cj('no-reviewed-plan', `The reviewed plan could not be claimed, and without that it could be applied twice: ${(0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error), 500)}`, 'Nothing was applied.', { cause: error });
            });
            if (claiming.kind === 'taken') {
                recorder.note({ claim: undefined });
                throw appliedAlready(claiming);
            }
            held = claiming.claim;
        },
        async giveBack() {
            if (held === undefined)
                return;
            const problem = await ledger.giveBack(planId, held);
            // One that is still there is ours for the next start, and the post step's to try again.
            if (problem !== undefined) {
                log.say(`The claim on the reviewed plan could not be given back: ${problem}.`);
                return;
            }
            held = undefined;
            recorder.note({ claim: undefined });
        },
    };
}
function appliedAlready({ run, since }) {
    const by = run === undefined ? 'another run' : (0,annotation/* urlOfRun */.wt)(run);
    const at = since === '' ? '' : ` (${(0,plain_text/* plainLine */.h0)(since, 40)})`;
    return new errors/* LockstepError */.Cj('stale-plan', `The reviewed plan was applied already, or is being applied, by ${by}${at}. A plan is applied at most once.`, 'Look at that run. For what is left to do, plan again and have the new plan reviewed.');
}

// EXTERNAL MODULE: ./src/backend/request.ts
var backend_request = __webpack_require__(2293);
// EXTERNAL MODULE: ./src/github/client.ts
var client = __webpack_require__(96584);
;// CONCATENATED MODULE: ./src/github/commit-order.ts


/**
 * Whether `descendant` holds `ancestor`: it is built on it, or it is the same commit. Commits that GitHub does not know,
 * or that have no history in common, are no ancestors of each other.
 */
async function isAncestor({ request }, repository, ancestor, descendant) {
    try {
        const { data } = await (0,backend_request/* within */.u)(async (signal) => await request('GET /repos/{owner}/{repo}/compare/{basehead}', {
            ...(0,client/* splitRepository */.T8)(repository),
            basehead: `${ancestor}...${descendant}`,
            per_page: 1,
            request: { signal },
        }));
        return data.status === 'ahead' || data.status === 'identical';
    }
    catch (error) {
        if ((0,client/* statusOfError */.mW)(error) === 404)
            return false;
        throw error;
    }
}

// EXTERNAL MODULE: ./src/plan/git-id.ts
var git_id = __webpack_require__(50761);
;// CONCATENATED MODULE: ./src/commands/require-newest.ts





/** `commit`: the one whose code is applied: on a push GITHUB_SHA, before a merge the pull request's head. */
function createNewestCommit(deps, ledger, commit) {
    const { log, clock, ownRun, cancelled } = deps;
    let before;
    if (ledger === undefined || commit === '')
        return { require: () => Promise.resolve(), note: () => Promise.resolve() };
    return {
        async require() {
            try {
                before = await ledger.readApplied(cancelled);
            }
            catch (error) {
                // The serial of the state still tells that somebody has applied since.
                log.debug(`Which commit was applied last could not be read: ${(0,errors/* messageFromError */.CZ)(error)}`);
                return;
            }
            const { applied } = before;
            if (applied === undefined || applied.commit === commit)
                return;
            if (!(await comesBefore(deps, commit, applied.commit)))
                return;
            const by = applied.run === null ? '' : ` by ${(0,annotation/* urlOfRun */.wt)(applied.run)}`;
            throw new errors/* LockstepError */.Cj('superseded', `Commit ${(0,git_id/* shortCommit */.A)(applied.commit)}, which comes after ${(0,git_id/* shortCommit */.A)(commit)}, was applied to this state already${by}: to apply the older one now would silently undo it.`, 'There is nothing to do, unless you want to go back: revert the change with a pull request of its own.');
        },
        async note() {
            if (before === undefined || cancelled.aborted)
                return;
            const applied = { commit, run: ownRun ?? null, at: new Date(clock.now()).toISOString() };
            try {
                const isNoted = await ledger.writeApplied(applied, before);
                if (!isNoted)
                    log.debug('Another run has noted its commit as applied in the meantime.');
            }
            catch (error) {
                log.debug(`The commit could not be noted as applied: ${(0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error), 300)}`);
            }
        },
    };
}
/** False where it could not be found out: what the older code would change shows in the plan, which has to be equal. */
async function comesBefore({ git, github, env, log }, ancestor, descendant) {
    if (await git.showsAncestor(ancestor, descendant))
        return true;
    if (github === undefined)
        return false;
    try {
        return await isAncestor(await github(), env['GITHUB_REPOSITORY'] ?? '', ancestor, descendant);
    }
    catch (error) {
        log.debug(`Which of two commits is the older one could not be asked: ${(0,errors/* messageFromError */.CZ)(error)}`);
        return false;
    }
}

// EXTERNAL MODULE: ./src/retry/duration.ts
var duration = __webpack_require__(87100);
;// CONCATENATED MODULE: ./src/plan/judge-plan.ts


const planAgain = 'Plan again, and have the new plan reviewed.';
/** Why this plan may not be applied here, whatever the state has become since; undefined: it may. */
function judgeRecord(record, facts) {
    const noPlan = (what) => ({
        reason: 'no-reviewed-plan',
        message: `The reviewed plan is ${what}.`,
        advice: 'Plan for exactly what is to be applied, and have that plan reviewed.',
    });
    if (record.commit !== facts.commit)
        return noPlan(`of commit ${(0,git_id/* shortCommit */.A)(record.commit)}, and this is about ${(0,git_id/* shortCommit */.A)(facts.commit)}`);
    if (record.workspace !== facts.workspace)
        return noPlan(`for the workspace "${record.workspace}", and this is "${facts.workspace}"`);
    if (record.stateAddress !== facts.stateAddress)
        return noPlan(`for the state ${record.stateAddress}, and the backend here is ${facts.stateAddress}`);
    if (facts.branch !== undefined && record.branch !== facts.branch)
        return noPlan(`for the branch "${record.branch}", and this is "${facts.branch}"`);
    if (differs(record.account, facts.account))
        return noPlan(`made with credentials of the AWS account ${record.account ?? ''}, and these are of ${facts.account ?? ''}`);
    const other = facts.isNamed ? undefined : otherRequest(record.request, facts.request);
    if (other !== undefined)
        return noPlan(`made with another \`${other}\` than this step has`);
    const ageMs = facts.now - facts.storedAt;
    if (ageMs > facts.maximumAgeMs) {
        return {
            reason: 'stale-plan',
            message: `The reviewed plan was made ${(0,duration/* renderDuration */.PP)(ageMs)} ago, and maximum-plan-age is ${(0,duration/* renderDuration */.PP)(facts.maximumAgeMs)}.`,
            advice: planAgain,
        };
    }
    if (facts.engineVersion !== undefined &&
        (record.engine !== facts.engine || record.engineVersion !== facts.engineVersion)) {
        return {
            reason: 'plan-changed',
            message: `The reviewed plan was made with ${record.engine} ${record.engineVersion}, and this job has ${facts.engine ?? ''} ${facts.engineVersion}.`,
            advice: 'Set up the same version in both jobs, or plan again and have the new plan reviewed.',
        };
    }
    if (record.lockFileDigest !== facts.lockFileDigest) {
        return {
            reason: 'plan-changed',
            message: 'The provider lock file (.terraform.lock.hcl) is not the one that the reviewed plan was made with, so other providers would carry it out.',
            advice: planAgain,
        };
    }
    return undefined;
}
/** Why the plan has to be made again before it may be applied, in words that go on from "since"; empty: it is current. */
function reasonsToPlanAgain(record, ground) {
    const { serial, lineage } = ground;
    const isOfState = record.serial === serial && record.lineage === lineage;
    return [
        ...(serial === null || record.serial === null || isOfState ? [] : ['the state has moved']),
        ...(record.tree === null || ground.tree === null
            ? ['nothing tells whether the code is still the same']
            : record.tree === ground.tree
                ? []
                : ['the code is not the one that was planned']),
        ...(record.varFileDigests.every((digest, at) => [digest, null].includes(ground.varFileDigests[at] ?? null))
            ? []
            : ['a var file has changed']),
    ];
}
/** Left out is not asked for: a saved plan carries its arguments. */
function otherRequest(made, given) {
    if (made.destroy !== given.destroy)
        return 'destroy';
    if (made.refreshOnly !== given.refreshOnly)
        return 'refresh-only';
    if (made.commentKey !== given.commentKey)
        return 'comment-key';
    if (given.planArguments.length > 0 && !isEqual(made.planArguments, given.planArguments))
        return 'plan-args';
    if (given.varFiles.length > 0 && !isEqual(made.varFiles, given.varFiles))
        return 'var-file';
    return undefined;
}
function differs(a, b) {
    return a !== null && b !== null && a !== b;
}
function isEqual(a, b) {
    return a.length === b.length && a.every((text, index) => text === b[index]);
}

// EXTERNAL MODULE: ./src/runner/given-values.ts
var given_values = __webpack_require__(1386);
// EXTERNAL MODULE: ./src/runner/run-directory.ts
var run_directory = __webpack_require__(2493);
// EXTERNAL MODULE: ./src/terraform/shell-words.ts
var shell_words = __webpack_require__(54062);
;// CONCATENATED MODULE: ./src/terraform/arguments-policy.ts

/** What to use instead of an argument that Lockstep gives itself (CONTRACT.md, `plan-args`). */
const insteadOf = new Map([
    ['lock', 'use the input `lock`'],
    ['lock-timeout', 'use the input `lock-timeout`'],
    ['out', 'read the output `plan-file`'],
    ['json', 'read the output `plan-json-file`'],
    ['chdir', 'use the input `working-directory`'],
    ['auto-approve', 'use the input `apply-policy: unreviewed`'],
    ['input', 'Lockstep always sets it to `false`, since nobody is there to answer'],
    ['detailed-exitcode', 'Lockstep sets it; read the output `has-changes`'],
    ['backend', 'the backend says where the lock is; leave it out'],
]);
/** These keep their meaning in `TF_CLI_ARGS*`; as lines of an input they would contradict another input. */
const insteadOfMode = new Map([
    ['destroy', 'use the input `destroy`'],
    ['refresh-only', 'use the input `refresh-only`'],
]);
const configureBackend = 'configure a backend, which says where the state is';
/**
 * Lockstep's own arguments come after those of `TF_CLI_ARGS*` and win, but an approval or a plan file asked for
 * there must not be dropped in silence, and after the command Terraform does not know `-chdir` at all.
 */
const refusedFromEnvironment = new Set(['out', 'auto-approve', 'chdir', 'backend']);
const environmentVariables = ['TF_CLI_ARGS', 'TF_CLI_ARGS_init', 'TF_CLI_ARGS_plan', 'TF_CLI_ARGS_apply'];
/** What Go's `strconv.ParseBool` reads as false. */
const falseValues = new Set(['0', 'f', 'F', 'false', 'FALSE', 'False']);
/**
 * Flags of `init`, `plan` and `apply` that take no separate value: a word after one is a positional argument.
 * A flag that is missing here only means that Terraform itself refuses the word after it.
 */
const booleanFlags = new Set([
    'allow-deferral',
    'compact-warnings',
    'concise',
    'consolidate-errors',
    'consolidate-warnings',
    'force-copy',
    'get',
    'ignore-remote-version',
    'migrate-state',
    'no-color',
    'reconfigure',
    'refresh',
    'show-sensitive',
    'upgrade',
]);
const positionalSentence = 'it is not an option (`-name` or `-name=value`), so Terraform would take it for a plan file or a folder';
/** The argument of Lockstep's that a line of `init-args`, `plan-args` or `apply-args` would set, if any. */
function findOwnedArgument(argument) {
    const name = nameFromArgument(argument);
    const instead = name === undefined ? undefined : (lookUpInstead(name) ?? insteadOfMode.get(name));
    if (name === undefined || instead === undefined)
        return undefined;
    return { argument: `-${name}`, sentence: `\`-${name}\` is not for you to give: ${instead}` };
}
/** What is wrong with the lines of one of the inputs; no sentence repeats a value, which may be a secret. */
function checkArguments(lines) {
    const problems = [];
    let isValueExpected = false;
    for (const [index, line] of lines.entries()) {
        const owned = findOwnedArgument(line);
        const isFlag = /^--?[^-=]/.test(line);
        if (/[\0\r\n]/.test(line))
            problems.push({ index, sentence: 'an argument holds a NUL or a line break' });
        else if (owned !== undefined)
            problems.push({ index, sentence: owned.sentence });
        else if (!isFlag && !isValueExpected)
            problems.push({ index, sentence: positionalSentence });
        isValueExpected = isFlag && !isValueExpected && takesSeparateValue(line);
    }
    return problems;
}
/** What the user's `TF_CLI_ARGS*` say about the arguments that Lockstep owns. */
function checkCliArgsEnvironment(env) {
    const problems = new Set();
    const notices = new Set();
    for (const variable of environmentVariables) {
        const words = (0,shell_words/* splitShellWords */.C)(env[variable] ?? '');
        if (words === undefined) {
            problems.add(`\`${variable}\` can't be split into arguments: close its quotes, and put backticks and parentheses in quotes`);
        }
        for (const word of words ?? []) {
            const name = nameFromArgument(word);
            const instead = name === undefined ? undefined : lookUpInstead(name);
            if (name === undefined || instead === undefined)
                continue;
            if (name === 'lock' && falseValues.has(word.slice(word.indexOf('=') + 1))) {
                problems.add(`\`${variable}\` holds \`-lock=false\`, which is refused: ${instead}`);
            }
            else if (refusedFromEnvironment.has(name) || name.startsWith('state')) {
                problems.add(`\`${variable}\` holds \`-${name}\`, which is refused: ${instead}`);
            }
            else {
                notices.add(`\`-${name}\` in \`${variable}\` is overridden: ${instead}`);
            }
        }
    }
    return { problems: [...problems], notices: [...notices] };
}
/** Go's flag package takes one dash or two, and ends the name at the first `=`. */
function nameFromArgument(argument) {
    return /^--?([A-Za-z][\w-]*)(?:=|$)/.exec(argument)?.[1];
}
function lookUpInstead(name) {
    return name.startsWith('state') ? configureBackend : insteadOf.get(name);
}
function takesSeparateValue(flag) {
    return !flag.includes('=') && !booleanFlags.has(flag.replace(/^--?/, ''));
}

// EXTERNAL MODULE: ./src/terraform/version.ts
var version = __webpack_require__(94824);
;// CONCATENATED MODULE: ./src/plan/choose-plan.ts
/**
 * The plan to apply, of those of one commit. Of several of one request the newest counts. An `apply` that does not say
 * with which arguments was planned takes the one request there is.
 */
function choosePlan(entries, wanted) {
    const { ofRun, planFileDigest } = wanted;
    const plans = entries
        .filter(({ runId }) => ofRun === undefined || runId === ofRun)
        .filter((entry) => planFileDigest === undefined || entry.planFileDigest === planFileDigest)
        .sort((a, b) => b.storedAt - a.storedAt);
    if (plans.length === 0)
        return { kind: 'none' };
    const [chosen] = planFileDigest === undefined ? candidatesOf(plans, wanted) : plans;
    return chosen === undefined
        ? { kind: 'refused', reason: whyNone(plans, wanted) }
        : { kind: 'chosen', entry: chosen };
}
function candidatesOf(plans, { selector, requestId, isExplicit }) {
    const selected = plans.filter((plan) => plan.selector === selector);
    const exact = selected.filter((plan) => plan.requestId === requestId);
    // The newest is the one that people have seen last.
    if (exact.length > 0 && (isExplicit || exact[0] === selected[0]))
        return exact;
    return new Set(selected.map((plan) => plan.requestId)).size === 1 ? selected : [];
}
function whyNone(plans, { selector }) {
    return plans.some((plan) => plan.selector === selector)
        ? 'It was planned with several sets of arguments, and last with others than this step has. Give this step the same `plan-args` and `var-file` as the plan that is to be applied.'
        : 'It was planned only with another `destroy`, `refresh-only` or `comment-key`. Give this step the same, since nothing is destroyed by accident.';
}

// EXTERNAL MODULE: ./src/plan/reviewed-plan.ts
var reviewed_plan = __webpack_require__(11936);
;// CONCATENATED MODULE: ./src/github/artifacts.ts


const pageSize = 100;
const maxPages = 5;
/** The newest artifacts of the repository with exactly this name, the newest first; needs `actions: read`. */
async function findArtifacts({ request }, repository, name, signal) {
    const found = [];
    for (let page = 1; page <= maxPages; page += 1) {
        const { data } = await (0,backend_request/* within */.u)(async (abortSignal) => await request('GET /repos/{owner}/{repo}/actions/artifacts', {
            ...(0,client/* splitRepository */.T8)(repository),
            name,
            per_page: pageSize,
            page,
            request: { signal: abortSignal },
        }), signal);
        for (const { workflow_run: run, ...artifact } of data.artifacts) {
            if (artifact.name !== name)
                continue;
            found.push({
                id: artifact.id,
                runId: run?.id,
                headSha: run?.head_sha,
                headRepositoryId: run?.head_repository_id,
                repositoryId: run?.repository_id,
                createdAt: artifact.created_at === null ? 0 : Date.parse(artifact.created_at),
                isExpired: artifact.expired,
                digest: artifact.digest ?? undefined,
                sizeBytes: artifact.size_in_bytes,
            });
        }
        if (data.artifacts.length < pageSize)
            break;
    }
    return found.sort((a, b) => b.createdAt - a.createdAt || b.id - a.id);
}

// EXTERNAL MODULE: external "node:fs/promises"
var promises_ = __webpack_require__(51455);
// EXTERNAL MODULE: ./src/plan/plan-bundle.ts
var plan_bundle = __webpack_require__(78941);
;// CONCATENATED MODULE: ./src/plan-store/sealed.ts

/**
 * ```
 * lockstep-sealed 1
 * <16 bytes salt of scrypt><12 bytes nonce><AES-256-GCM of the content><16 bytes tag>
 * ```
 * The tag covers the first line too.
 */
const head = Buffer.from('lockstep-sealed 1\n');
const saltLength = 16;
const nonceLength = 12;
const tagLength = 16;
/** Each guess at the passphrase takes 32 MiB and some 80 ms. */
const cost = { N: 2 ** 15, r: 8, p: 1, maxmem: 64 * 1024 * 1024 };
/** 32 bytes. */
async function keyFromPassphrase(passphrase, salt) {
    const { promise, resolve, reject } = Promise.withResolvers();
    (0,external_node_crypto_.scrypt)(passphrase.normalize('NFC'), salt, 32, cost, (error, key) => {
        if (error === null)
            resolve(key);
        else
            reject(error);
    });
    return await promise;
}
/** Whether these bytes claim to be sealed. */
function isSealed(bytes) {
    return bytes.subarray(0, head.length).equals(head);
}
async function seal(bytes, passphrase) {
    const salt = (0,external_node_crypto_.randomBytes)(saltLength);
    const nonce = (0,external_node_crypto_.randomBytes)(nonceLength);
    const key = await keyFromPassphrase(passphrase, salt);
    const cipher = (0,external_node_crypto_.createCipheriv)('aes-256-gcm', key, nonce, { authTagLength: tagLength }).setAAD(head);
    const content = Buffer.concat([cipher.update(bytes), cipher.final()]);
    return Buffer.concat([head, salt, nonce, content, cipher.getAuthTag()]);
}
/**
 * Nothing tells another passphrase from damage, and no part of the content comes out of either.
 * @throws Error that goes on from "since"
 */
async function sealed_open(bytes, passphrase) {
    const contentStart = head.length + saltLength + nonceLength;
    if (!isSealed(bytes) || bytes.length < contentStart + tagLength)
        throw new Error(unopened);
    const salt = bytes.subarray(head.length, head.length + saltLength);
    const nonce = bytes.subarray(head.length + saltLength, contentStart);
    const key = await keyFromPassphrase(passphrase, salt);
    const decipher = (0,external_node_crypto_.createDecipheriv)('aes-256-gcm', key, nonce, { authTagLength: tagLength })
        .setAAD(head)
        .setAuthTag(bytes.subarray(-tagLength));
    try {
        return Buffer.concat([decipher.update(bytes.subarray(contentStart, -tagLength)), decipher.final()]);
    }
    catch {
        throw new Error(unopened);
    }
}
const unopened = 'it was encrypted with another plan-encryption-key than this step has, or was changed after it was stored';

;// CONCATENATED MODULE: ./src/plan-store/artifact-wrapping.ts



/** With a passphrase the bundle is sealed; without one it follows its key, which is then no secret. */
function createWrapping(stateAddress, passphrase) {
    return passphrase === undefined ? inClear : sealedWith(passphrase, stateAddress);
}
function sealedWith(passphrase, stateAddress) {
    let key;
    const salt = (0,external_node_crypto_.createHash)('sha256').update(`lockstep digest key\n${stateAddress}`).digest();
    const readKey = async () => await (key ??= keyFromPassphrase(passphrase, salt).then(plan_bundle/* digestKeyFromBytes */.L0));
    return {
        readKey,
        wrap: async (bundle) => await seal(bundle, passphrase),
        async unwrap(content) {
            if (!isSealed(content))
                return { kind: 'refused', reason: 'it is not encrypted, or not whole' };
            try {
                return { kind: 'unwrapped', bundle: await sealed_open(content, passphrase), key: await readKey() };
            }
            catch (error) {
                return { kind: 'refused', reason: error.message };
            }
        },
    };
}
const keyLineStart = 'lockstep-key ';
const keyLineLength = keyLineStart.length + 64 + 1;
const inClear = {
    readKey: () => Promise.resolve((0,plan_bundle/* digestKeyFromBytes */.L0)((0,external_node_crypto_.randomBytes)(32))),
    wrap: (bundle, key) => Promise.resolve(Buffer.concat([Buffer.from(`${keyLineStart}${key.bytes.toString('hex')}\n`), bundle])),
    unwrap(content) {
        const line = content.subarray(0, keyLineLength).toString('latin1');
        const [, hex] = /^lockstep-key ([0-9a-f]{64})\n$/.exec(line) ?? [];
        if (hex !== undefined) {
            const key = (0,plan_bundle/* digestKeyFromBytes */.L0)(Buffer.from(hex, 'hex'));
            return Promise.resolve({ kind: 'unwrapped', bundle: content.subarray(keyLineLength), key });
        }
        const reason = isSealed(content)
            ? 'it is encrypted, and this step has no plan-encryption-key'
            : 'it is not whole';
        return Promise.resolve({ kind: 'refused', reason });
    },
};

;// CONCATENATED MODULE: ./src/plan-store/artifact.ts











/** A run may make this many plans of one state. */
const maxPlansOfRun = 10;
/** Newest first; an older one is of no use, since a newer one of its request counts. */
const maxPlansRead = 10;
/** Whether this runner can upload artifacts: an Enterprise Server has no service that @actions/artifact can use. */
function hasArtifactService(env) {
    return whyNoService(env) === undefined;
}
/**
 * The plans of one state as artifacts of the workflow runs that made them; `lockstep-plan-<hash of the state's
 * address>-<commit>`, and with `-2`, `-3` … where one run makes several: a run has each name once, and GitHub's API
 * finds exact names only. The file is uploaded as it is and never unpacked.
 *
 * Whoever may run a workflow in the repository can upload such an artifact, and any job of a run can replace the run's
 * own. With a passphrase nobody else can make one that opens. Without it there is no secret that all plans of the state
 * could share: each travels with a key of its own, which proves nothing.
 */
function createArtifactPlanStore(options) {
    const { stateAddress, repository, tempDirectory, env, retentionDays } = options;
    const wrapping = createWrapping(stateAddress, options.passphrase);
    const baseName = `lockstep-plan-${(0,sha256/* sha256 */.s)(stateAddress).slice(0, 16)}`;
    const nameOf = (commit, ordinal = 1) => ordinal === 1 ? `${baseName}-${commit}` : `${baseName}-${commit}-${String(ordinal)}`;
    const readings = new Map();
    const download = async (artifact, signal) => {
        const { owner, repo } = (0,client/* splitRepository */.T8)(repository);
        const findBy = {
            token: options.githubToken ?? '',
            workflowRunId: artifact.runId ?? 0,
            repositoryOwner: owner,
            repositoryName: repo,
        };
        const expectedHash = artifact.digest === undefined ? {} : { expectedHash: artifact.digest };
        return await withFolder(tempDirectory, async (path) => {
            const client = await createClient();
            const { digestMismatch } = await (0,backend_request/* within */.u)(async () => await client.downloadArtifact(artifact.id, { path, findBy, skipDecompress: true, ...expectedHash }), signal);
            const [file] = await (0,promises_.readdir)(path);
            return digestMismatch === true || file === undefined ? undefined : await (0,promises_.readFile)((0,external_node_path_.join)(path, file));
        });
    };
    const readArtifact = async (artifact, commit, signal) => {
        if (artifact.isExpired)
            return refused('it has expired');
        if (artifact.sizeBytes > plan_bundle/* maxBundleBytes */.SA)
            return refused('it is too large to be a plan');
        let content;
        try {
            content = await download(artifact, signal);
        }
        catch (error) {
            if ([404, 410].includes((0,client/* statusOfError */.mW)(error) ?? 0))
                return refused('it is gone');
            throw failure(error, `The artifact ${String(artifact.id)} of ${repository} could not be read`, signal);
        }
        if (content === undefined)
            return refused('it is not what was uploaded');
        const unwrapped = await wrapping.unwrap(content);
        if (unwrapped.kind === 'refused')
            return unwrapped;
        const reading = (0,plan_bundle/* parseBundle */.QN)(unwrapped.bundle, unwrapped.key);
        if (reading.kind === 'refused')
            return reading;
        const { record } = reading.plan;
        if (record.commit !== commit || record.stateAddress !== stateAddress)
            return refused('it is the plan of another commit or state');
        if (record.run?.runId !== artifact.runId)
            return refused('it is a copy that another run has uploaded');
        return reading;
    };
    const find = async (commit, signal) => {
        const found = [];
        for (let ordinal = 1; ordinal <= maxPlansOfRun; ordinal += 1) {
            const named = await options.findArtifacts(nameOf(commit, ordinal), signal);
            if (named.length === 0)
                break;
            found.push(...named);
        }
        return found
            .filter(({ headRepositoryId, repositoryId }) => repositoryId !== undefined && headRepositoryId === repositoryId)
            .sort((a, b) => b.createdAt - a.createdAt || b.id - a.id)
            .slice(0, maxPlansRead);
    };
    const list = async (commit, signal) => {
        const noService = whyNoServer(env);
        if (noService !== undefined)
            throw new Error(noService);
        const artifacts = await find(commit, signal).catch((error) => {
            throw failure(error, `The artifacts of ${repository} could not be listed`, signal);
        });
        const entries = [];
        for (const artifact of artifacts) {
            const id = String(artifact.id);
            const reading = readings.get(id) ?? (await readArtifact(artifact, commit, signal));
            readings.set(id, reading);
            if (reading.kind === 'refused') {
                if (entries.length > 0)
                    break;
                // Which request it is for is not known, so an older one may be the very plan that it has replaced.
                throw new Error(`The newest plan of commit ${(0,git_id/* shortCommit */.A)(commit)} can't be used, since ${reading.reason}: the artifact ${id} of run ${String(artifact.runId)}`);
            }
            const { request, planFileDigest } = reading.plan.record;
            const told = { selector: (0,reviewed_plan/* selectorOf */.B)(request), requestId: (0,reviewed_plan/* requestIdOf */.G)(request), planFileDigest };
            entries.push({ id, storedAt: artifact.createdAt, ...told, runId: artifact.runId });
        }
        return entries;
    };
    return {
        kind: 'artifact',
        placeOf: (commit) => `the artifacts of ${repository} with the name ${nameOf(commit)}`,
        readKey: async () => await wrapping.readKey(),
        findKey: async () => await wrapping.readKey(),
        async put(plan, key, signal) {
            const noService = whyNoService(env);
            if (noService !== undefined)
                throw new Error(noService);
            const content = await wrapping.wrap((0,plan_bundle/* renderBundle */.pu)(plan, key), key);
            await withFolder(tempDirectory, async (folder) => {
                for (let ordinal = 1; ordinal <= maxPlansOfRun; ordinal += 1) {
                    const name = nameOf(plan.record.commit, ordinal);
                    if (await upload(folder, name, content, retentionDays, signal))
                        return;
                }
                throw new Error(`This run has ${String(maxPlansOfRun)} plans of this state and commit already`);
            });
        },
        list,
        async read(commit, { id }, _key, signal) {
            if (!readings.has(id))
                await list(commit, signal);
            return readings.get(id) ?? refused('it is gone');
        },
        ledger: undefined,
    };
}
/** `false`: this run has an artifact of this name already. */
async function upload(folder, name, content, retentionDays, signal) {
    const file = (0,external_node_path_.join)(folder, name);
    await (0,promises_.writeFile)(file, content, { mode: 0o600, flag: 'wx' });
    try {
        const client = await createClient();
        await (0,backend_request/* within */.u)(async () => await client.uploadArtifact(name, [file], folder, { retentionDays, skipArchive: true }), signal);
        return true;
    }
    catch (error) {
        if (/\(409\)/.test((0,errors/* messageFromError */.CZ)(error)))
            return false;
        throw failure(error, `The artifact ${name} could not be uploaded`, signal);
    }
    finally {
        await (0,promises_.rm)(file, { force: true });
    }
}
/** It takes some 200 ms to load, and writes what it does to the log. */
async function createClient() {
    const { DefaultArtifactClient } = await Promise.all(/* import() */[__webpack_require__.e(119), __webpack_require__.e(251), __webpack_require__.e(351), __webpack_require__.e(659), __webpack_require__.e(252)]).then(__webpack_require__.bind(__webpack_require__, 91252));
    return new DefaultArtifactClient();
}
/** A folder that only its owner can read, for the length of `use`. */
async function withFolder(tempDirectory, use) {
    const folder = await (0,promises_.mkdtemp)((0,external_node_path_.join)(tempDirectory, 'lockstep-artifact-'));
    try {
        return await use(folder);
    }
    finally {
        await (0,promises_.rm)(folder, { recursive: true, force: true });
    }
}
function whyNoService(env) {
    const missing = ['ACTIONS_RUNTIME_TOKEN', 'ACTIONS_RESULTS_URL'].filter((name) => (env[name] ?? '') === '');
    if (missing.length === 0)
        return whyNoServer(env);
    return `This runner has no service for artifacts: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not set`;
}
/** The same test as in @actions/artifact (`isGhes`), which would put its refusal into the log as a warning. */
function whyNoServer(env) {
    const server = env['GITHUB_SERVER_URL'] ?? '';
    const host = URL.canParse(server) ? new URL(server).hostname : 'github.com';
    return host === 'github.com' || /\.(?:ghe\.com|localhost)$/.test(host)
        ? undefined
        : `GitHub Enterprise Server (${(0,plain_text/* plainLine */.h0)(host)}) has no artifact service that Lockstep can use`;
}
function refused(reason) {
    return { kind: 'refused', reason };
}
function failure(error, what, signal) {
    // Who has cancelled needs no sentence about GitHub.
    if (signal?.aborted === true)
        return error;
    const isTimeout = error instanceof Error && error.name === 'TimeoutError';
    const reason = isTimeout ? 'GitHub did not answer in time' : (0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error), 300);
    const isDenied = (0,client/* isRefusal */.vu)(error) && [401, 403, 404].includes((0,client/* statusOfError */.mW)(error) ?? 0);
    const hint = isDenied ? '. The job needs `permissions: actions: read`' : '';
    return new Error(`${what}: ${reason.replace(/\.$/, '')}${hint}`);
}

;// CONCATENATED MODULE: ./src/commands/open-plan-store.ts



/** Where the plans of a state are kept, by the input `plan-store`. */
function openPlanStore(deps, backend) {
    const { inputs, event } = deps;
    const { planStore, planEncryptionKey } = inputs;
    const none = (reason, isNews = false) => ({ kind: 'none', reason, isNews });
    if (planStore === 'none')
        return none('plan-store is none');
    if (planStore !== 'artifact' && backend.plans !== undefined)
        return { kind: 'open', store: backend.plans };
    if (planStore === 's3') {
        throw new errors/* LockstepError */.Cj('invalid-input', `plan-store is s3, and this state is not in a bucket that Lockstep can use: ${backend.address}.`, 'Set plan-store to artifact, or leave it out.');
    }
    const isWanted = planStore === 'artifact';
    if (!hasArtifactService(deps.env)) {
        const reason = 'this runner has no service for artifacts';
        if (isWanted)
            throw new errors/* LockstepError */.Cj('invalid-input', `plan-store is artifact, and ${reason}.`);
        return none(reason);
    }
    // What is not known to be private may be read by anybody.
    if (event.isPublicRepository !== false && planEncryptionKey === undefined) {
        if (isWanted)
            throw clearOnPublic();
        return none('everybody can read the artifacts of a public repository, and there is no plan-encryption-key', true);
    }
    return { kind: 'open', store: openArtifacts(deps, backend) };
}
function openArtifacts({ inputs, env, github, runDirectory }, { address }) {
    const repository = env['GITHUB_REPOSITORY'] ?? '';
    return createArtifactPlanStore({
        stateAddress: address,
        passphrase: inputs.planEncryptionKey,
        retentionDays: inputs.artifactRetentionDays,
        // Removed with the run's folder, also where this process is ended.
        tempDirectory: runDirectory.path,
        repository,
        githubToken: inputs.githubToken,
        env,
        findArtifacts: async (name, signal) => github === undefined ? [] : await findArtifacts(await github(), repository, name, signal),
    });
}
function clearOnPublic() {
    return new errors/* LockstepError */.Cj('invalid-input', 'plan-store is artifact without a plan-encryption-key, and everybody can read the artifacts of a public repository: a plan holds the values of the state in clear.', 'Give a passphrase in plan-encryption-key, from a secret, to the steps that plan and apply.');
}

;// CONCATENATED MODULE: ./src/commands/no-reviewed-plan.ts


function noPlan(message, advice) {
    return new errors/* LockstepError */.Cj('no-reviewed-plan', message, advice);
}
/** A store or GitHub that gives no answer has shown no plan: nothing is applied. */
async function ask({ cancelled }, request) {
    try {
        return await request;
    }
    catch (error) {
        if (error instanceof errors/* LockstepError */.Cj)
            throw error;
        if (cancelled.aborted)
            throw new errors/* LockstepError */.Cj('cancelled', 'The job was cancelled before anything was applied.');
        throw new errors/* LockstepError */.Cj('no-reviewed-plan', `The reviewed plan could not be looked up: ${(0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error), 500)}`, 'Nothing was applied. Run this job again once that is answered.', { cause: error });
    }
}

;// CONCATENATED MODULE: ./src/github/merged-pull-requests.ts


// A push of a merge queue brings several pull requests, and only the last one is associated with its tip.
const query = `query MergedPullRequests($owner: String!, $name: String!, $oid: GitObjectID!, $base: String!) {
  repository(owner: $owner, name: $name) {
    object(oid: $oid) { ... on Commit { associatedPullRequests(first: 20) { nodes { ...pullRequest } } } }
    pullRequests(
      states: MERGED, baseRefName: $base, first: 50, orderBy: { field: UPDATED_AT, direction: DESC }
    ) { nodes { ...pullRequest } }
  }
}
fragment pullRequest on PullRequest {
  number merged baseRefName headRefOid
  baseRepository { nameWithOwner }
  mergeCommit { oid parents(first: 2) { nodes { oid } } }
  author { login }
}`;
/** GitHub has been seen to name the pull request of a merge up to a minute late. */
const lagDelaysMs = [1_000, 2_000, 4_000, 8_000, 15_000, 30_000];
/**
 * The pull requests that a push has merged, the oldest first; none where it came without one. What a commit's message
 * says of a pull request anybody can write, so only GitHub's own record counts.
 */
async function findMergedPullRequests({ graphql }, pushed, cancelled) {
    const { owner, repo } = (0,client/* splitRepository */.T8)(pushed.repository);
    const { after, branch } = pushed.push;
    const { repository } = await (0,backend_request/* within */.u)(async (signal) => await graphql(query, { owner, name: repo, oid: after, base: branch, request: { signal } }), cancelled);
    const associated = repository.object?.associatedPullRequests?.nodes ?? [];
    return mergedBy(pushed, [...associated, ...repository.pullRequests.nodes]);
}
/** As `findMergedPullRequests`, asked again until GitHub names the pull request of the push's last commit. */
async function awaitMergedPullRequests(client, pushed, { clock, signal, delaysMs = lagDelaysMs }) {
    let found = await findMergedPullRequests(client, pushed, signal);
    for (const delayMs of delaysMs) {
        // Without it the list is not whole yet: another one may be missing that was merged by the same push.
        if (found.some(({ mergeCommit }) => mergeCommit === pushed.push.after))
            return found;
        await clock.sleep(delayMs, signal);
        found = await findMergedPullRequests(client, pushed, signal);
    }
    return found;
}
/** Those of `nodes` that the push has merged, in the order of their commits. A pull request may stand there twice. */
function mergedBy({ repository, push }, nodes) {
    const order = [...push.commits, push.after];
    const place = ({ mergeCommit }) => order.indexOf(mergeCommit);
    const merged = nodes
        .filter((node) => node.merged && node.baseRefName === push.branch)
        .filter(({ baseRepository }) => isSameName(baseRepository?.nameWithOwner, repository))
        .map(mergedPullRequest)
        .filter((pullRequest) => pullRequest !== undefined)
        .filter((pullRequest) => place(pullRequest) !== -1);
    const byNumber = new Map(merged.map((pullRequest) => [pullRequest.number, pullRequest]));
    return [...byNumber.values()].sort((a, b) => place(a) - place(b) || a.number - b.number);
}
function mergedPullRequest({ number, headRefOid: headCommit, mergeCommit, author, }) {
    if (mergeCommit === null)
        return undefined;
    const mergeCommitParents = mergeCommit.parents.nodes.map(({ oid }) => oid);
    return {
        ...{ number, headCommit, mergeCommit: mergeCommit.oid, mergeCommitParents },
        author: author?.login ?? '',
    };
}
function isSameName(one, other) {
    return one?.toLowerCase() === other.toLowerCase();
}

// EXTERNAL MODULE: ./src/github/pull-request.ts
var pull_request = __webpack_require__(52524);
;// CONCATENATED MODULE: ./src/commands/plan-commit.ts

/** undefined where nothing tells it, as outside of GitHub. Asks GitHub after a comment only. */
async function commitOfPlan({ env, event, github }) {
    const { pullRequest } = event;
    if (event.name === 'issue_comment') {
        if (pullRequest === undefined || github === undefined)
            return undefined;
        const { headCommit, baseBranch } = await (0,pull_request/* readPullRequest */.D)(await github(), env['GITHUB_REPOSITORY'] ?? '', pullRequest.number);
        return { commit: headCommit, baseCommit: null, branch: baseBranch, pullRequest: pullRequest.number };
    }
    if (pullRequest?.headCommit !== undefined) {
        const { headCommit: commit, baseCommit = null, baseBranch = '', number } = pullRequest;
        return { commit, baseCommit, branch: baseBranch, pullRequest: number };
    }
    const commit = env['GITHUB_SHA'] ?? '';
    if (commit === '')
        return undefined;
    return { commit, baseCommit: null, branch: branchOf(env), pullRequest: null };
}
/** A merge queue builds on a branch of its own, which names the one that it is for. */
function branchOf(env) {
    const name = env['GITHUB_REF_NAME'] ?? '';
    return /^gh-readonly-queue\/(.+)\/pr-\d+-[0-9a-f]+$/.exec(name)?.[1] ?? name;
}

;// CONCATENATED MODULE: ./src/commands/plan-origin.ts






/** What this run itself has planned, for a person to approve between its jobs. */
function ownOrigin({ env, ownRun, event }) {
    const commit = env['GITHUB_SHA'] ?? '';
    if (commit === '' || ownRun === undefined || event.pullRequest !== undefined)
        return undefined;
    return { commit, branch: branchOf(env), pullRequest: undefined, isOwnRunOnly: true };
}
/**
 * What else this run may be about, and not all of it need have a plan. Throws where that can't be found out.
 * `lagDelaysMs`: how GitHub is asked again for the pull request of a push; left out: for a minute.
 */
async function otherOrigins(deps, lagDelaysMs) {
    const { event, inputs, env } = deps;
    const ofEvent = await originOfEvent(deps);
    if (ofEvent !== undefined)
        return [ofEvent];
    if (inputs.pullRequest !== undefined)
        return [await originOfPullRequest(deps, inputs.pullRequest)];
    if (event.name === 'push')
        return (await pullRequestsOfPush(deps, lagDelaysMs)).map(originOfMerged(branchOf(env)));
    const commit = env['GITHUB_SHA'] ?? '';
    return commit === '' ? [] : [{ commit, branch: undefined, pullRequest: undefined }];
}
/** Of an event that is about a pull request. */
async function originOfEvent(deps) {
    const { event, github, env } = deps;
    const { pullRequest } = event;
    if (pullRequest === undefined)
        return undefined;
    const { number, headCommit: commit, baseBranch: branch } = pullRequest;
    if (commit !== undefined)
        return { commit, branch, pullRequest: number };
    if (github === undefined)
        return undefined;
    const read = await ask(deps, (0,pull_request/* readPullRequest */.D)(await github(), env['GITHUB_REPOSITORY'] ?? '', number));
    return { commit: read.headCommit, branch: read.baseBranch, pullRequest: number };
}
/** The input `pull-request`: merged into what is checked out, or checked out itself. */
async function originOfPullRequest(deps, number) {
    const { github, env } = deps;
    const repository = env['GITHUB_REPOSITORY'] ?? '';
    const commit = env['GITHUB_SHA'] ?? '';
    if (github === undefined)
        throw noPlan(`Pull request #${String(number)} could not be looked up.`, needsToken);
    const client = await github();
    const { headCommit, mergeCommit, baseBranch } = await ask(deps, (0,pull_request/* readPullRequest */.D)(client, repository, number));
    const isMerged = mergeCommit !== undefined && (await ask(deps, isAncestor(client, repository, mergeCommit, commit)));
    if (!isMerged && headCommit !== commit) {
        throw noPlan(`Pull request #${String(number)} is not part of commit ${(0,git_id/* shortCommit */.A)(commit)}, which this run is about.`, 'Start the workflow on the branch that it was merged into, or on its own branch.');
    }
    return { commit: headCommit, branch: baseBranch, pullRequest: number };
}
async function pullRequestsOfPush(deps, delaysMs) {
    const { event, github, env, clock, cancelled } = deps;
    const { push } = event;
    if (push === undefined || push.isForced || push.isDeleted)
        return [];
    if (github === undefined)
        throw noPlan('Which pull request this commit came with is not known.', needsToken);
    const client = await github();
    const repository = env['GITHUB_REPOSITORY'] ?? '';
    const lag = { clock, signal: cancelled, ...(delaysMs === undefined ? {} : { delaysMs }) };
    return await ask(deps, awaitMergedPullRequests(client, { repository, push }, lag));
}
function originOfMerged(branch) {
    return ({ number, headCommit: commit }) => ({ commit, branch, pullRequest: number });
}
const needsToken = 'Give the step a github-token with `pull-requests: read` and `contents: read`.';

// EXTERNAL MODULE: ./src/plan/record-form.ts
var record_form = __webpack_require__(75465);
;// CONCATENATED MODULE: ./src/commands/store-plan.ts












function startStoring(deps, { backend }) {
    const opened = openPlanStore(deps, backend);
    const storing = {
        opened,
        key: opened.kind === 'open' ? opened.store.readKey(deps.cancelled) : Promise.resolve(undefined),
        about: commitOfPlan(deps),
        account: backend.account(deps.cancelled),
    };
    // Told where they are awaited; until then Node would end this process for them.
    for (const started of [storing.key, storing.about])
        started.catch(() => undefined);
    return storing;
}
/**
 * Stores a plan for a later `apply`. The plan is made whatever becomes of that: unless the user has named the store,
 * a plan that could not be stored is a warning.
 */
async function storePlan(deps, journey, { backend, workspace }, storing, { planFile, shown, engine, hasChanges }) {
    const { inputs, log, cancelled } = deps;
    const { opened } = storing;
    try {
        const about = await storing.about;
        if (about === undefined)
            return;
        const made = madePlanOf(await (0,files/* readBytes */.io)(planFile), shown.plan, inputs.refreshOnly);
        const key = (await storing.key) ?? keyOfNoStore;
        const account = await storing.account;
        const plan = await recordPlan(deps, made, { backend, workspace, about, account, engine, key, hasChanges });
        await writeRecordBeside(planFile, { record: plan.record, key });
        if (opened.kind === 'none') {
            const sentence = `The plan is not stored, since ${opened.reason}: only a step of this job can apply it.`;
            if (opened.isNews)
                log.annotate('notice', sentence);
            else
                log.debug(sentence);
            return;
        }
        // The client of the artifacts masks addresses by a command of its own, which has to be obeyed.
        log.debug(`The plan goes to: ${opened.store.kind}`);
        await opened.store.put(plan, key, cancelled);
        journey.planDigest = plan.record.planDigest;
        log.say(`Stored the plan, for an apply of commit ${(0,git_id/* shortCommit */.A)(about.commit)}: ${opened.store.placeOf(about.commit)}`);
    }
    catch (error) {
        const sentence = `The plan could not be stored, so no later job can apply it: ${(0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error), 500)}`;
        if (inputs.planStore !== 'auto')
            throw new errors/* LockstepError */.Cj('no-reviewed-plan', sentence, '', { cause: error });
        if (!cancelled.aborted)
            (0,prepare/* warn */.R8)(deps, journey, sentence);
    }
}
/**
 * undefined for a plan that no step of this job has made. It has made it in a folder of its own; what lies anywhere else,
 * such as in a downloaded artifact, is somebody's word.
 */
async function readRecordBeside({ inputs, ownRun, env }, planFile) {
    const folder = (0,external_node_path_.dirname)(planFile);
    const isOfStep = (0,external_node_path_.dirname)(folder) === inputs.tempDirectory && (0,external_node_path_.basename)(folder).startsWith('lockstep-');
    const text = isOfStep ? await (0,files/* readTextIfAny */.$v)(fileBeside(planFile)) : undefined;
    if (text === undefined)
        return undefined;
    const beside = parseBeside(text);
    const { run, builtCommit } = beside?.record ?? {};
    const isOfThisRun = run?.runId === ownRun?.runId && builtCommit === (env['GITHUB_SHA'] ?? '');
    return isOfThisRun ? beside : undefined;
}
function parseBeside(text) {
    try {
        return besideFromJson(text);
    }
    catch {
        return undefined;
    }
}
function besideFromJson(text) {
    const beside = JSON.parse(text);
    return {
        record: (0,record_form/* recordFromJson */.k)(beside.record),
        key: (0,plan_bundle/* digestKeyFromBytes */.L0)(Buffer.from(String(beside.key), 'hex')),
    };
}
async function writeRecordBeside(planFile, { record, key }) {
    const beside = { record, key: key.bytes.toString('hex') };
    await (0,run_directory/* writePrivateFile */.Pl)(fileBeside(planFile), JSON.stringify(beside));
}
function fileBeside(planFile) {
    return (0,external_node_path_.join)((0,external_node_path_.dirname)(planFile), 'plan-record.json');
}
/** Digests that are never compared need no secret. */
const keyOfNoStore = (0,plan_bundle/* digestKeyFromBytes */.L0)(Buffer.alloc(32));

;// CONCATENATED MODULE: ./src/commands/find-plan.ts












/** Finds the plan that was reviewed for what this run is about. Throws `no-reviewed-plan` where there is none. */
async function findReviewedPlan(deps, prepared, { isInHurry = false } = {}) {
    const { planFile } = deps.inputs;
    const opened = openPlanStore(deps, prepared.backend);
    const store = opened.kind === 'open' ? opened.store : undefined;
    const beside = planFile === undefined ? undefined : await findBeside(deps, planFile, store);
    if (beside !== undefined)
        return beside;
    if (opened.kind === 'none') {
        throw noPlan(`There is no reviewed plan to apply, since ${opened.reason}.`, 'Give a plan that a step of this job has made in the input "plan-file", or set apply-policy to unreviewed to plan and apply in one step.');
    }
    const search = await startSearch(deps, opened.store);
    const own = await search.look(ownOrigin(deps));
    if (own !== undefined)
        return own;
    if (isInHurry && !(await search.hasKey())) {
        const { address } = prepared.backend;
        throw noPlan(`No plan of ${(0,plain_text/* plainLine */.h0)(address, 1_500)} was stored yet.`, planThatCommit);
    }
    const origins = await otherOrigins(deps, isInHurry ? hurriedLagDelaysMs : undefined);
    const found = [];
    for (const origin of origins) {
        const plan = await search.look(origin);
        if (plan !== undefined)
            found.push(plan);
    }
    const [first, ...more] = found;
    if (first === undefined)
        throw search.nothingFound(origins);
    if (more.length > 0)
        throw severalPlans(found);
    return first;
}
/** Of the minute that `apply` waits for GitHub to name the pull request of a push. */
const hurriedLagDelaysMs = [1_000, 2_000, 4_000, 8_000];
async function startSearch(deps, store) {
    const { inputs, env, cancelled, log } = deps;
    const request = requestOf(inputs, env);
    // The client of the artifacts masks addresses by a command of its own, which has to be obeyed.
    log.debug(`The plans are kept in: ${store.kind}`);
    const wanted = {
        selector: (0,reviewed_plan/* selectorOf */.B)(request),
        requestId: (0,reviewed_plan/* requestIdOf */.G)(request),
        isExplicit: request.planArguments.length > 0 || request.varFiles.length > 0,
        planFileDigest: inputs.planFile === undefined ? undefined : (0,sha256/* sha256 */.s)(await (0,files/* readBytes */.io)(inputs.planFile)),
    };
    const key = reading(store.findKey(cancelled));
    const lists = new Map();
    const list = async (commit) => {
        const listing = lists.get(commit) ?? reading(store.list(commit, cancelled));
        lists.set(commit, listing);
        return await listing;
    };
    return {
        hasKey: async () => (await ask(deps, key)) !== undefined,
        async look(origin) {
            if (origin === undefined)
                return undefined;
            const { commit, branch, pullRequest, isOwnRunOnly = false } = origin;
            const ofRun = isOwnRunOnly ? deps.ownRun?.runId : undefined;
            const choice = choosePlan(await ask(deps, list(commit)), { ...wanted, ofRun });
            const entry = entryOf(choice, commit, store);
            if (entry === undefined)
                return undefined;
            const place = `${store.placeOf(commit)} (${entry.id})`;
            const known = await ask(deps, key);
            if (known === undefined)
                throw tampered(place, 'the digest key that it was stored with is gone');
            const read = await ask(deps, store.read(commit, entry, known, cancelled));
            if (read.kind === 'refused')
                throw tampered(place, read.reason);
            const { plan } = read;
            const about = pullRequest ?? (isOwnRunOnly ? undefined : pullRequestOfRecord(plan, commit));
            return {
                ...{ plan, id: entry.id, storedAt: entry.storedAt, store, commit, branch, pullRequest: about },
                key: read.key,
            };
        },
        nothingFound: (origins) => nothingFound(deps, store, origins, wanted),
    };
}
function entryOf(choice, commit, store) {
    switch (choice.kind) {
        case 'chosen':
            return choice.entry;
        case 'none':
            return undefined;
        case 'refused':
            throw noPlan(`There is no plan of commit ${(0,git_id/* shortCommit */.A)(commit)} with what this step is given, in ${store.placeOf(commit)}.`, choice.reason);
    }
}
/** Of a run that is about no pull request. What was planned for none, and in another run, nobody was asked to review. */
function pullRequestOfRecord({ record }, commit) {
    if (record.pullRequest !== null)
        return record.pullRequest;
    throw noPlan(`The plan of commit ${(0,git_id/* shortCommit */.A)(commit)} was made for no pull request and in another run, so nobody was asked to review it.`, 'Plan in a job of this run and let a person approve it in an environment before the job that applies, or apply the plan of a pull request.');
}
/** A plan that a step of this job has made. In its store it is claimed like any other. */
async function findBeside(deps, planFile, store) {
    const beside = await readRecordBeside(deps, planFile);
    if (beside === undefined)
        return undefined;
    const bytes = await (0,files/* readBytes */.io)(planFile);
    const { record, key } = beside;
    const { commit, branch, planFileDigest } = record;
    if ((0,sha256/* sha256 */.s)(bytes) !== planFileDigest)
        throw tampered(planFile, 'it is not the file that its step has made');
    // Only what is claimed there is looked for there.
    const entries = store?.ledger === undefined ? [] : await ask(deps, store.list(commit, deps.cancelled));
    const entry = entries.find((listed) => listed.planFileDigest === planFileDigest);
    const about = await originOfEvent(deps);
    return {
        ...{ plan: { record, planFile: bytes, lockFile: undefined }, key, id: entry?.id, store },
        storedAt: entry?.storedAt ?? Date.parse(record.createdAt),
        ...{ commit, branch, pullRequest: about?.pullRequest },
    };
}
function nothingFound({ event, env }, store, origins, { planFileDigest }) {
    const [origin] = origins;
    if (planFileDigest !== undefined) {
        return noPlan(`The plan file is none that was stored: no plan with the SHA-256 ${planFileDigest.slice(0, 16)}… has a record.`, 'Apply a plan that the command `plan` has made, or set apply-policy to unreviewed.');
    }
    if (origin === undefined) {
        const commit = (0,git_id/* shortCommit */.A)(env['GITHUB_SHA'] ?? '');
        return noPlan(event.name === 'push'
            ? `Commit ${commit} came without a pull request, so nobody has reviewed a plan of it.`
            : 'There is no commit whose plan could be applied.', 'Plan in a job of this run and let a person approve it in an environment before the job that applies, or bring the change as a pull request.');
    }
    const of = origin.pullRequest === undefined ? '' : ` of pull request #${String(origin.pullRequest)}`;
    return noPlan(`There is no plan of commit ${(0,git_id/* shortCommit */.A)(origin.commit)}${of} in ${store.placeOf(origin.commit)}.`, planThatCommit);
}
const planThatCommit = 'Plan that commit with the command `plan`, for the same state and with the same plan-store, and have the plan reviewed.';
function severalPlans(found) {
    const numbers = found.map(({ pullRequest }) => `#${String(pullRequest)}`).join(', ');
    return noPlan(`This push merged several pull requests with a plan of this state (${numbers}), and no plan was reviewed for all of them together.`, "Plan in a job of this run and let a person approve it, and merge one by one: set the merge queue's group size to 1.");
}
function tampered(what, reason) {
    return new errors/* LockstepError */.Cj('plan-changed', `The reviewed plan in ${(0,plain_text/* plainLine */.h0)(what, 1_500)} is not to be applied, since ${reason}.`, 'Find out who has changed it. Then plan again, and have the new plan reviewed.');
}
/** Told where it is awaited; until then Node would end this process for it. */
function reading(started) {
    started.catch(() => undefined);
    return started;
}

// EXTERNAL MODULE: ./src/github/check-contexts.ts
var check_contexts = __webpack_require__(37964);
;// CONCATENATED MODULE: ./src/github/reviews.ts



const reviews_query = `query Reviews(
  $owner: String!, $name: String!, $number: Int!, $afterReview: String, $afterContext: String
) {
  repository(owner: $owner, name: $name) {
    pullRequest(number: $number) {
      headRefOid reviewDecision author { login }
      latestOpinionatedReviews(first: 100, after: $afterReview, writersOnly: true) {
        pageInfo { hasNextPage endCursor }
        nodes { state submittedAt authorCanPushToRepository author { __typename login } commit { oid } }
      }
      commits(last: 1) { nodes { commit { ${check_contexts/* commitFields */.T1} } } }
    }
  }
}`;
/** Of 100 reviews and 100 checks each. */
const reviews_maxPages = 10;
/**
 * What people and checks say of a pull request now. Throws where GitHub refuses, does not answer, or does not know the
 * pull request. Checks that this token may not read are no reason to throw.
 */
async function readReviews({ graphql }, repository, number, cancelled) {
    const { owner, repo: name } = (0,client/* splitRepository */.T8)(repository);
    const read = async (cursors) => await (0,backend_request/* within */.u)(async (signal) => {
        const answer = graphql(reviews_query, { owner, name, number, ...cursors, request: { signal } });
        return pageFromAnswer(await withoutChecksErrors(answer), cursors);
    }, cancelled);
    const first = await read({});
    const pages = [first];
    let { next } = first;
    while (next !== undefined) {
        if (pages.length === reviews_maxPages)
            throw new Error('The pull request has more reviews or checks than are read.');
        const page = await read(next);
        if (page.headCommit !== first.headCommit)
            throw new Error('The pull request has got a new commit meanwhile.');
        pages.push(page);
        next = page.next;
    }
    return {
        ...{ headCommit: first.headCommit, author: first.author, reviewDecision: first.reviewDecision },
        reviews: pages.flatMap(({ reviews }) => reviews),
        checks: joinReadings(pages.map(({ checks }) => checks)),
    };
}
/** Where the token may not read a check, GitHub answers without it, and names the place in an error. */
async function withoutChecksErrors(request) {
    try {
        return { answer: await request, refusal: undefined };
    }
    catch (error) {
        const { data, errors = [] } = error;
        const isOfChecks = errors.every(({ path = [] }) => path.includes('commits'));
        if (data === undefined || data === null || !isOfChecks)
            throw error;
        return { answer: data, refusal: errors[0]?.message ?? '' };
    }
}
function pageFromAnswer({ answer, refusal }, before) {
    const pullRequest = answer.repository?.pullRequest;
    const reviews = pullRequest?.latestOpinionatedReviews;
    if (!(0,check_contexts/* isThere */.$B)(pullRequest) || !(0,check_contexts/* isThere */.$B)(reviews) || !(0,check_contexts/* isWhole */.wP)(reviews.nodes)) {
        throw new Error('GitHub has not told the reviews of the pull request.');
    }
    const { headRefOid: headCommit, reviewDecision, author } = pullRequest;
    const commit = pullRequest.commits.nodes?.[0]?.commit;
    const contexts = commit?.statusCheckRollup?.contexts;
    return {
        ...{ headCommit, reviewDecision, author: author?.login ?? '' },
        reviews: reviews.nodes.map(reviewFromNode),
        checks: refusal === undefined ? (0,check_contexts/* checksOf */.tg)(commit, headCommit) : { kind: 'unreadable', reason: `${refusal}.` },
        next: nextCursors(before, reviews, contexts),
    };
}
/** A list that has come to its end has no cursor to give on its next, empty page: the one before still holds. */
function nextCursors({ afterReview, afterContext }, reviews, contexts) {
    if (!reviews.pageInfo.hasNextPage && contexts?.pageInfo.hasNextPage !== true)
        return undefined;
    return {
        afterReview: reviews.pageInfo.endCursor ?? afterReview ?? null,
        afterContext: contexts?.pageInfo.endCursor ?? afterContext ?? null,
    };
}
function reviewFromNode(node) {
    const { author, state, commit, submittedAt } = node;
    return {
        author: author?.login,
        isByPerson: author?.__typename === 'User',
        mayWrite: node.authorCanPushToRepository,
        opinion: state === 'APPROVED' ? 'approved' : state === 'CHANGES_REQUESTED' ? 'changes-requested' : 'none',
        commit: commit?.oid,
        submittedAt: (0,check_contexts/* instantOf */.B9)(submittedAt),
    };
}
function joinReadings(readings) {
    const unreadable = readings.find(({ kind }) => kind === 'unreadable');
    if (unreadable !== undefined)
        return unreadable;
    return {
        kind: 'read',
        checks: readings.flatMap((reading) => (reading.kind === 'read' ? reading.checks : [])),
    };
}

// EXTERNAL MODULE: ./src/report/instant.ts
var instant = __webpack_require__(44843);
;// CONCATENATED MODULE: ./src/plan/commit-checks.ts
const failed = ['FAILURE', 'ERROR', 'TIMED_OUT', 'STARTUP_FAILURE', 'ACTION_REQUIRED'];
const passed = ['SUCCESS', 'NEUTRAL', 'SKIPPED'];
/**
 * The names of the checks that fail, each once, without those of our own run. GitHub lists every run of a check, in no
 * order, also those that a later one has replaced; our own has replaced the run that failed before it. What is
 * cancelled has no opinion, as what is still at work, so it neither fails nor replaces a failure: a workflow that
 * cancels its runs when a pull request is closed would else refuse each apply that starts a moment later. That a check
 * has passed is for the rules of the branch to require.
 */
function failingChecks(checks, ownRunId) {
    const isOwn = ({ runId }) => runId !== undefined && runId === ownRunId;
    const told = checks.filter((check) => isFailing(check) || passed.includes(check.state) || isOwn(check));
    const names = latestOfEach(told)
        .filter((check) => isFailing(check) && !isOwn(check))
        .map(({ name }) => name);
    return [...new Set(names)].sort();
}
function latestOfEach(checks) {
    const latest = new Map();
    for (const check of checks) {
        const key = JSON.stringify([check.source, check.name]);
        const other = latest.get(key);
        if (other === undefined || replaces(check, other))
            latest.set(key, check);
    }
    return [...latest.values()];
}
/** Of two that have started at once the one that fails counts. */
function replaces(check, other) {
    const { startedAt: start = Infinity } = check;
    const { startedAt: otherStart = Infinity } = other;
    return start === otherStart ? isFailing(check) : start > otherStart;
}
function isFailing({ state }) {
    return failed.includes(state);
}

;// CONCATENATED MODULE: ./src/plan/approvals.ts




/**
 * Whether the plan of a pull request may be applied as far as people and checks have said so. GitHub's own decision
 * does not pin a commit, so it can refuse but never allow.
 */
function judgeApprovals(facts) {
    const latest = latestOf(facts.reviews);
    const approvals = latest
        .filter(({ opinion }) => opinion === 'approved')
        .map((review) => ({ name: nameOf(review), flaw: flawOf(review, facts) }));
    const approvers = approvals.filter(({ flaw }) => flaw === undefined).map(({ name }) => name);
    const notCounted = approvals.flatMap(({ name, flaw }) => (flaw === undefined ? [] : [`${name} ${flaw}`]));
    const objectors = latest
        .filter(({ opinion, mayWrite }) => opinion === 'changes-requested' && mayWrite)
        .map(nameOf);
    const objections = [
        requestedChanges(objectors, facts),
        missingApprovals(approvers, notCounted, facts),
        ownDecision(facts),
        checkFailures(facts),
    ].filter((objection) => objection !== undefined);
    if (objections.length === 0)
        return { kind: 'approved', approvers };
    return {
        kind: 'refused',
        message: objections.map(({ message }) => message).join(' '),
        advice: objections.map(({ advice }) => advice).join(' '),
    };
}
/** One a person: who has approved again counts as of then. */
function latestOf(reviews) {
    const latest = new Map();
    for (const review of [...reviews].sort((a, b) => (a.submittedAt ?? 0) - (b.submittedAt ?? 0))) {
        const { author, isByPerson } = review;
        // Accounts that are gone are not all the same one.
        latest.set(author === undefined ? review : `${String(isByPerson)} ${loginKey(author)}`, review);
    }
    return [...latest.values()];
}
/** Why an approval does not count, in words that go on from its author's name; undefined: it counts. */
function flawOf(review, { headCommit, author, notBefore }) {
    const { commit, submittedAt } = review;
    if (review.author === undefined)
        return 'has no write access any more';
    if (!review.isByPerson)
        return 'is not a person';
    if (!review.mayWrite)
        return 'has no write access to the repository';
    if (isSameLogin(review.author, author))
        return 'is the author of the pull request';
    if (commit === undefined)
        return 'has approved a commit that is gone';
    if (commit !== headCommit)
        return `has approved commit ${(0,git_id/* shortCommit */.A)(commit)}`;
    if (submittedAt === undefined)
        return 'has approved nobody knows when';
    if (submittedAt < notBefore)
        return `has approved at ${(0,instant/* renderInstant */.W)(submittedAt) ?? '?'}, before the plan was made`;
    return undefined;
}
function requestedChanges(names, { reviewDecision }) {
    if (names.length === 0 && reviewDecision !== 'CHANGES_REQUESTED')
        return undefined;
    const who = names.length === 0 ? 'According to GitHub, somebody' : listed(names);
    return {
        message: `${who} ${names.length > 1 ? 'request' : 'requests'} changes.`,
        advice: 'Settle what was asked for, and let its reviewer approve or dismiss the review.',
    };
}
function missingApprovals(approvers, notCounted, { required, headCommit, notBefore }) {
    const missing = required - approvers.length;
    if (missing <= 0)
        return undefined;
    const have = approvers.length === 0 ? 'nobody has approved it' : `only ${listed(approvers)} approved it`;
    const others = notCounted.length === 0 ? '' : ` Not counted: ${notCounted.slice(0, approvals_maxListed).join('; ')}.`;
    const since = (0,instant/* renderInstant */.W)(notBefore);
    return {
        message: `${approvals(required)} of commit ${(0,git_id/* shortCommit */.A)(headCommit)} ${required === 1 ? 'is' : 'are'} required, and ${have}: ${String(missing)} ${missing === 1 ? 'is' : 'are'} missing.${others}`,
        advice: `Let somebody else with write access review the plan and approve commit ${(0,git_id/* shortCommit */.A)(headCommit)}${since === undefined ? '' : `, after the plan was made at ${since}`}.`,
    };
}
function ownDecision({ reviewDecision }) {
    if (reviewDecision !== 'REVIEW_REQUIRED')
        return undefined;
    return {
        message: 'GitHub still asks for a review, by the rules of the branch or by CODEOWNERS.',
        advice: 'Get the reviews that the pull request lists.',
    };
}
function checkFailures({ checks, ownRunId }) {
    if (checks.kind === 'unreadable') {
        return {
            message: `Whether a check of the commit fails is not known: ${checks.reason}`,
            advice: 'Give the job the permissions "checks: read", "statuses: read" and "actions: read", where it lacks them.',
        };
    }
    const names = failingChecks(checks.checks, ownRunId).map((name) => `"${(0,plain_text/* plainLine */.h0)(name, 100)}"`);
    if (names.length === 0)
        return undefined;
    return names.length === 1
        ? { message: `The check ${listed(names)} fails.`, advice: 'Put it right, or run it again.' }
        : { message: `The checks ${listed(names)} fail.`, advice: 'Put them right, or run them again.' };
}
const approvals_maxListed = 10;
function listed(items) {
    const shown = items.slice(0, approvals_maxListed);
    const more = items.length - shown.length;
    const parts = more === 0 ? shown : [...shown, `${String(more)} more`];
    return parts.length === 1 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}
function approvals(count) {
    return count === 1 ? '1 approval' : `${String(count)} approvals`;
}
function nameOf({ author }) {
    return author === undefined ? 'Somebody whose account is gone' : (0,plain_text/* plainLine */.h0)(author, 100);
}
function isSameLogin(one, other) {
    return loginKey(one) === loginKey(other);
}
/** Logins are not case sensitive, and GitHub's two APIs do not agree on the suffix of a bot's. */
function loginKey(login) {
    return login.toLowerCase().replace(/\[bot\]$/, '');
}

;// CONCATENATED MODULE: ./src/commands/require-approvals.ts






/** Throws `not-approved` unless as many people as `required-approvals` says have approved what is to be applied. */
async function requireApprovals({ inputs, env, github, ownRun, log }, { commit, pullRequest: number, storedAt }) {
    const { requiredApprovals: required } = inputs;
    if (required === 0)
        return;
    if (number === undefined || github === undefined) {
        throw new errors/* LockstepError */.Cj('not-approved', `required-approvals is ${String(required)}, and ${number === undefined ? 'there is no pull request that could be approved' : 'GitHub can not be asked without a github-token'}.`, 'Bring the change as a pull request, or leave required-approvals out and put the job behind an environment with required reviewers.');
    }
    const state = await readReviews(await github(), env['GITHUB_REPOSITORY'] ?? '', number).catch((error) => {
        throw new errors/* LockstepError */.Cj('not-approved', `Who has approved pull request #${String(number)} could not be asked: ${(0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error), 300)}`, 'Give the job the permissions `pull-requests: read`, `checks: read` and `statuses: read`. Nothing was applied.', { cause: error });
    });
    if (state.headCommit !== commit) {
        throw new errors/* LockstepError */.Cj('not-approved', `Pull request #${String(number)} has moved on to ${(0,git_id/* shortCommit */.A)(state.headCommit)} since ${(0,git_id/* shortCommit */.A)(commit)} was planned, so what was said of it may be about something else.`, 'Plan the new head, and have that plan reviewed.');
    }
    const verdict = judgeApprovals({
        ...{ ...state, required },
        ...{ notBefore: storedAt + clockStepMs, ownRunId: ownRun?.runId },
    });
    if (verdict.kind === 'refused') {
        throw new errors/* LockstepError */.Cj('not-approved', `Pull request #${String(number)} is not to be applied. ${verdict.message}`, `${verdict.advice} Nothing was applied, and the plan stays: run this job again then.`);
    }
    log.say(`Approved by ${verdict.approvers.join(', ')}.`);
}

// EXTERNAL MODULE: ./src/commands/show-plan.ts + 1 modules
var show_plan = __webpack_require__(3356);
;// CONCATENATED MODULE: ./src/commands/reviewed-plan.ts



















/** Finds the reviewed plan by what its store and its record tell. Throws what forbids to apply it. */
async function findApplicablePlan(deps, journey, prepared, { hadLockFile, ...findOptions }) {
    const { clock, inputs } = deps;
    const facts = Promise.all([
        prepared.backend.account(deps.cancelled),
        (0,version/* readInstalledEngine */.v)(prepared.terraform),
    ]);
    const found = await findReviewedPlan(deps, prepared, findOptions);
    const { record } = found.plan;
    refuseLaterThanComment(deps, found);
    requireApprovedDigest(deps, found);
    if (!hadLockFile)
        await bringLockFile(deps, journey, prepared, found);
    const [account, engine] = await facts;
    const lockFile = await readLockFile(inputs);
    throwIfRefused(judgeRecord(record, {
        stateAddress: prepared.backend.address,
        workspace: prepared.workspace,
        commit: found.commit,
        branch: found.branch,
        account: account ?? null,
        engine: engine?.engine,
        engineVersion: engine?.version,
        lockFileDigest: lockFile === undefined ? null : (0,sha256/* sha256 */.s)(lockFile),
        request: requestOf(inputs, deps.env),
        isNamed: inputs.planFile !== undefined,
        now: clock.now(),
        storedAt: found.storedAt,
        maximumAgeMs: inputs.maximumPlanAgeMs,
    }));
    requireKnownArguments(found);
    await requireApprovals(deps, found);
    return found;
}
/** Shows the plan that was found, and checks that it is the one of its record. Throws what forbids to apply it. */
async function openReviewedPlan(deps, journey, { terraform }, found) {
    const { log, clock, runDirectory } = deps;
    const { record, planFile: bytes } = found.plan;
    const planFile = (0,external_node_path_.join)(runDirectory.path, 'reviewed.tfplan');
    await (0,run_directory/* writePrivateFile */.Pl)(planFile, bytes);
    await hideGivenValues(deps, journey, found);
    log.say(describeFound(found, clock.now()));
    const shown = await (0,show_plan/* showPlan */.tN)(deps, terraform, journey, planFile, {
        isRefreshOnly: record.request.refreshOnly,
    });
    const made = madePlanOf(bytes, shown.plan, record.request.refreshOnly);
    journey.planDigest = record.planDigest;
    journey.plannedCommit = record.commit;
    if (digestOf(made, found.key) !== record.planDigest)
        throw tampered(placeOf(found), 'its record has the digest of another plan');
    return { found, planFile, shown, made };
}
/** Why the plan has to be made again before it may be applied; asks Terraform for the state as it is. */
async function whyPlanAgain(deps, { terraform, workspaceVariable }, { record }) {
    const pull = await (0,stored_state/* createStoredState */.z)(terraform, workspaceVariable, deps.clock).pull();
    // Where it can't be read, Terraform's own comparison under the lock is left.
    if (pull.kind === 'failed')
        deps.log.debug(`The state could not be compared: ${pull.reason}`);
    const state = pull.kind === 'failed' ? undefined : (pull.state ?? { serial: 0, lineage: '' });
    return reasonsToPlanAgain(record, {
        tree: (await deps.git.readCheckout())?.tree ?? null,
        varFileDigests: await digestsOfVarFiles(deps.inputs, record.request.varFiles),
        serial: state?.serial ?? null,
        lineage: state?.lineage ?? null,
    });
}
/** What to plan with again: as it was reviewed, and under the lock. */
function inputsOfPlan({ inputs }, { record }) {
    const { destroy, refreshOnly, planArguments, varFiles } = record.request;
    return { ...inputs, destroy, refreshOnly, planArguments, varFiles, lock: true };
}
/** `now`: milliseconds since 1970. */
function describeFound({ plan, pullRequest, storedAt }, now) {
    const of = pullRequest === undefined ? '' : ` of pull request #${String(pullRequest)}`;
    const age = (0,duration/* renderDuration */.PP)(now - storedAt);
    return `The reviewed plan: commit ${(0,git_id/* shortCommit */.A)(plan.record.commit)}${of}, stored ${age} ago.`;
}
function placeOf({ store, commit, id, plan }) {
    return store === undefined ? plan.record.stateAddress : `${store.placeOf(commit)} (${id ?? ''})`;
}
/** Whoever asks by a comment has seen what was planned by then, and nothing else. */
function refuseLaterThanComment({ event }, { storedAt }) {
    const { comment } = event;
    // Both clocks tell whole seconds.
    if (comment === undefined || storedAt + clockStepMs <= comment.createdAt)
        return;
    throw noPlan('The newest plan of this pull request was made after the comment that asks to apply it, so its author has not seen it.', 'Look at the plan, and comment again.');
}
/** An approval in an environment names no plan; whoever has shown it to the approver does. */
function requireApprovedDigest({ inputs }, { plan: { record } }) {
    const { planDigest } = inputs;
    if (planDigest === undefined || planDigest === record.planDigest)
        return;
    throw new errors/* LockstepError */.Cj('plan-changed', `The newest plan of commit ${(0,git_id/* shortCommit */.A)(record.commit)} is not the one that was approved: its digest begins with ${record.planDigest.slice(0, 12)}, and plan-digest with ${planDigest.slice(0, 12)}. Nothing was applied.`, 'Run all jobs again, so that the plan that is the newest now is shown and approved.');
}
/**
 * Where no lock file is checked in, `init` has chosen the newest providers, and the plan was made with those of its
 * day: with its own lock file `init` installs them again.
 */
async function bringLockFile(deps, journey, { terraform }, { plan: { lockFile } }) {
    const { inputs, log } = deps;
    if (lockFile === undefined || !inputs.init || (await readLockFile(inputs)) === lockFile)
        return;
    log.say('There is no provider lock file in the folder, so the one of the reviewed plan is used.');
    await (0,run_directory/* writePrivateFile */.Pl)(lockFilePath(inputs), lockFile);
    (0,prepare/* reportInit */.V4)(deps, journey, await terraform.run((0,terraform_arguments/* initArguments */.nD)(inputs)));
}
/** Whoever may write a plan may have written its arguments; what Lockstep gives itself is in none of its own. */
function requireKnownArguments(found) {
    const [problem] = checkArguments(found.plan.record.request.planArguments);
    if (problem !== undefined)
        throw tampered(placeOf(found), `of an argument in its record, ${(0,plain_text/* plainLine */.h0)(problem.sentence)}`);
}
async function hideGivenValues(deps, journey, { plan }) {
    const given = await (0,given_values/* readGivenValues */.I)(inputsOfPlan(deps, plan), deps.env);
    journey.given = new Set([...journey.given, ...given]);
}
function throwIfRefused(refusal) {
    if (refusal === undefined)
        return;
    throw new errors/* LockstepError */.Cj(refusal.reason, (0,plain_text/* plainLine */.h0)(refusal.message, 2_000), refusal.advice);
}

// EXTERNAL MODULE: ./src/commands/run-failure.ts
var run_failure = __webpack_require__(37280);
// EXTERNAL MODULE: ./src/commands/under-lock.ts + 1 modules
var under_lock = __webpack_require__(55599);
;// CONCATENATED MODULE: ./src/commands/reviewed-apply.ts














/** Nothing has run yet when a plan turns out to be stale, so it may be made again this often. */
const maxPlans = 5;
/**
 * Applies exactly what was reviewed: the reviewed plan file, or where the state or the code has moved since, a new plan
 * that is equal to it.
 */
async function applyReviewed(deps, journey, prepared, { hadLockFile, requireSaved, }) {
    const { log } = deps;
    const found = await findApplicablePlan(deps, journey, prepared, { hadLockFile });
    const reviewed = await openReviewedPlan(deps, journey, prepared, found);
    const ledger = found.store?.ledger;
    const newest = createNewestCommit(deps, prepared.backend.plans?.ledger, appliedCommitOf(deps, reviewed));
    const requireStart = async () => {
        await Promise.all([requireSaved(), newest.require()]);
    };
    const claim = ledger === undefined || found.id === undefined ? undefined : claimOfPlan(deps, ledger, found.id);
    let current = reviewed;
    const [why] = await Promise.all([whyPlanAgain(deps, prepared, found.plan), claim?.requireNone()]);
    let reasons = why;
    for (let plans = 0;; plans += 1) {
        if (reasons.length > 0) {
            if (plans >= maxPlans)
                throw stillMoving(plans);
            log.say(`Planning again, since ${reasons.join(' and ')}.`);
            const again = await reviewed_apply_planAgain(deps, journey, prepared, { reviewed, number: plans + 1, requireStart });
            if ('outcome' in again)
                return { kind: 'not-run', outcome: again.outcome };
            current = again;
        }
        const end = await (0,under_lock/* runUnderLock */.f)(deps, journey, prepared, {
            operation: 'apply',
            args: (0,terraform_arguments/* applyPlanArguments */.UJ)(deps.inputs, current.planFile),
            lock: true,
            showPlannedChanges: false,
            requireStart,
            ...(claim === undefined ? {} : { claim }),
        });
        if (end.kind === 'not-run')
            return end;
        if (nothingWasApplied(end.run, journey))
            await claim?.giveBack();
        if (!isStale(end.run) || deps.cancelled.aborted) {
            const { pullRequest } = found;
            return { kind: 'ran', run: end.run, shown: current.shown, newest, pullRequest };
        }
        reasons = ['the state has moved'];
    }
}
/** Before a merge the code is that of the pull request; GITHUB_SHA is then a merge that is on no branch. */
function appliedCommitOf({ env, event }, { found }) {
    const isBeforeMerge = event.pullRequest !== undefined;
    return isBeforeMerge ? found.commit : (env['GITHUB_SHA'] ?? found.commit);
}
/** A plan that is equal to the reviewed one. Throws `plan-changed` where it is not. */
async function reviewed_apply_planAgain(deps, journey, prepared, { reviewed, number, requireStart }) {
    const { found } = reviewed;
    const inputs = inputsOfPlan(deps, found.plan);
    const planFile = await deps.runDirectory.createFile(`again-${String(number)}.tfplan`);
    const end = await (0,under_lock/* runUnderLock */.f)(deps, journey, prepared, {
        operation: 'plan',
        args: (0,terraform_arguments/* planArguments */.up)(inputs, planFile),
        lock: true,
        showPlannedChanges: false,
        requireStart,
    });
    if (end.kind === 'not-run')
        return end;
    const outcome = await (0,run_failure/* failureOfPlan */.dB)(deps, journey, prepared.terraform, end.run, planFile);
    if (outcome !== undefined)
        return { outcome };
    const { viewPlan, planFiles } = journey;
    const shown = await (0,show_plan/* showPlan */.tN)(deps, prepared.terraform, journey, planFile, {
        isRefreshOnly: inputs.refreshOnly,
        name: `again-${String(number)}`,
    });
    const made = madePlanOf(await (0,files/* readBytes */.io)(planFile), shown.plan, inputs.refreshOnly);
    if (digestOf(made, found.key) === found.plan.record.planDigest) {
        await refuseHiddenDifference(deps, found.plan.record, made);
        deps.log.say('The new plan is equal to the reviewed one.');
        return { planFile, shown, made };
    }
    // What was reviewed stays the plan of the pull request.
    journey.viewPlan = viewPlan;
    journey.planFiles = planFiles;
    journey.comparison = comparisonOf(reviewed, made);
    tellComparison(deps, journey);
    throw new errors/* LockstepError */.Cj('plan-changed', 'What would be applied now is not what was reviewed, so nothing was applied.', 'Look at the comparison. Then plan again, and have the new plan reviewed.');
}
async function refuseHiddenDifference({ git }, record, { archive }) {
    const { tree = null, folderTree = null } = (await git.readCheckout()) ?? {};
    const reason = hiddenDifference(record, { tree, folderTree }, archive);
    if (reason === undefined)
        return;
    throw new errors/* LockstepError */.Cj('plan-changed', `A new plan is equal to the reviewed one, and nothing was applied all the same, since ${reason}.`, 'Plan again on the code as it is now, and have the new plan reviewed. To be asked less often, require branches to be up to date before merging.');
}
function comparisonOf({ made: reviewed }, now) {
    if (reviewed.archive === undefined || now.archive === undefined)
        return undefined;
    return (0,plan_comparison/* comparePlans */.O)({ plan: reviewed.json, archive: reviewed.archive, isRefreshOnly: reviewed.isRefreshOnly }, { plan: now.json, archive: now.archive, isRefreshOnly: now.isRefreshOnly });
}
function tellComparison({ log }, { comparison, sensitive }) {
    if (comparison === undefined)
        return;
    log.startGroup('What was reviewed, and what it would be now');
    for (const line of (0,comparison_section/* renderComparisonLines */.NT)(comparison, (0,foreign_text/* createForeignText */.A)(sensitive)))
        log.say(line);
    log.endGroup();
}
function isStale({ facts }) {
    return !facts.resourceEventSeen && facts.diagnostics.some(({ summary }) => run_failure/* STALE_PLAN */.kF.test(summary));
}
/** Terraform has ended by itself and failed before it began: the plan can still be applied. */
function nothingWasApplied({ facts, exitCode }, { leftLock }) {
    const hasFailed = exitCode !== null && exitCode !== 0;
    return hasFailed && !facts.resourceEventSeen && !facts.stateNotSaved && leftLock === undefined;
}
function stillMoving(plans) {
    return new errors/* LockstepError */.Cj('stale-plan', `The state has moved each time before the plan could be applied, ${String(plans)} times in a row.`, 'Somebody else applies to this state all the time. Put all of them into one concurrency group: see the output "concurrency-group".');
}

;// CONCATENATED MODULE: ./src/commands/apply.ts



















/** Trust, init, look at the lock and wait, apply the reviewed plan or, unreviewed, plan and apply under one lock. */
async function apply(deps, journey) {
    const { inputs } = deps;
    (0,credentials/* requireCredentialLife */.nG)(deps);
    await (0,require_trust/* requireTrust */.a)(deps, 'apply');
    const hadLockFile = (await readLockFile(inputs)) !== undefined;
    const prepared = await (0,prepare/* prepare */.iA)(deps, journey);
    (0,prepare/* requireLocking */.$R)(deps, journey, prepared);
    await (0,check_concurrency/* checkConcurrency */.w)(deps, journey);
    const requireSaved = requireSavedState(deps, journey, prepared);
    const end = inputs.applyPolicy === 'reviewed'
        ? await applyReviewed(deps, journey, prepared, { hadLockFile, requireSaved })
        : await applyUnreviewed(deps, journey, prepared, requireSaved);
    return end.kind === 'not-run' ? end.outcome : await conclude(deps, journey, prepared, end);
}
/** A saved plan that needs no record, or what there is to do, planned and applied under one lock. */
async function applyUnreviewed(deps, journey, prepared, requireSaved) {
    const { inputs } = deps;
    const { planFile, refreshOnly: isRefreshOnly } = inputs;
    // Shown before it runs, so that what is sensitive in it is masked before a provider's error can quote it.
    const shown = planFile === undefined
        ? undefined
        : await (0,show_plan/* showPlan */.tN)(deps, prepared.terraform, journey, planFile, { isRefreshOnly });
    const end = await (0,under_lock/* runUnderLock */.f)(deps, journey, prepared, {
        operation: 'apply',
        args: planFile === undefined ? (0,terraform_arguments/* applyUnreviewedArguments */.$E)(inputs) : (0,terraform_arguments/* applyPlanArguments */.UJ)(inputs, planFile),
        lock: true,
        showPlannedChanges: shown === undefined,
        ...(shown === undefined ? { beforeErrors: () => (0,show_plan/* hideState */.WF)(deps, journey, prepared) } : {}),
        requireStart: requireSaved,
    });
    return end.kind === 'not-run' ? end : { ...end, shown, newest: undefined, pullRequest: undefined };
}
async function conclude(deps, journey, prepared, { run, shown, newest, pullRequest }) {
    const isFailure = run.facts.errorSeen || run.exitCode !== 0;
    journey.isPlanVoid = isFailure && run.facts.resourceEventSeen;
    (0,redact/* tellDiagnostics */.gm)(deps, journey, run.facts.diagnostics, isFailure);
    if (run.facts.resourceEventSeen || !isFailure)
        await newest?.note();
    if (run.facts.resourceEventSeen)
        journey.movedBy = { pullRequest };
    if (isFailure) {
        const outcome = await (0,run_failure/* failureFromRun */.Ii)(deps, journey, run, 'apply', countsSoFar(run));
        await keepErroredState(deps, journey, prepared);
        return outcome;
    }
    const counts = (0,changes/* withSummary */.lp)(shown?.changes.counts ?? changes/* noChanges */.rw, run.facts.applied);
    const { add, change, destroy, import: imported } = counts;
    const hasChanges = shown?.changes.hasChanges ?? (run.facts.outputsChange || add + change + destroy + imported > 0);
    const outputsFile = await readOutputs(deps, journey, prepared);
    if (hasChanges)
        journey.movedBy = { pullRequest };
    return { kind: 'applied', hasChanges, counts, outputsFile };
}
/**
 * Terraform has given its lock back although it could not save its state, and whoever waits for it starts. So the
 * copy and the marker come now; the push is for the post step, when the store may be back.
 */
async function keepErroredState(deps, journey, { backend }) {
    const file = journey.erroredState;
    // A job that is being cancelled has no time to lose.
    if (file === undefined || deps.cancelled.aborted)
        return;
    const error = journey.diagnostics.find(({ summary }) => summary === 'Failed to save state');
    const reason = (0,plain_text/* plainLine */.h0)(error?.detail ?? 'Terraform could not save it', 300);
    const keeping = await (0,rescue_state/* keepUnsavedState */.F)({ ...deps, backend }, file, reason);
    if (keeping === undefined)
        return;
    if (keeping.problem !== '')
        deps.log.debug(`The unsaved state: ${keeping.problem}.`);
    if (keeping.copy === undefined)
        return;
    journey.erroredState = keeping.copy;
    deps.log.say(`The state that could not be saved is kept in ${keeping.copy}.`);
}
/** Terraform gives no summary when an apply fails; each completed resource was told. */
function countsSoFar(run) {
    return (0,changes/* withSummary */.lp)({ ...changes/* noChanges */.rw, ...run.facts.completed }, run.facts.applied);
}
/** `terraform output -json` into a file. The apply is done, so a failure here is a warning. */
async function readOutputs(deps, journey, { terraform, workspaceVariable }) {
    const { runDirectory } = deps;
    try {
        const file = await runDirectory.createFile('outputs.json');
        const run = await terraform.runToFile(['output', '-json'], file, workspaceVariable);
        if (run.exitCode !== 0)
            throw new Error(`"terraform output" ended with exit code ${String(run.exitCode)}`);
        const outputs = (0,plan_json/* parseJson */.q)(await (0,files/* readText */.yR)(file));
        (0,show_plan/* hide */.jD)(deps, journey, (0,sensitive_values/* sensitiveValuesOfOutputs */.AY)(outputs));
        return file;
    }
    catch (error) {
        (0,prepare/* warn */.R8)(deps, journey, `The outputs could not be read after the apply: ${(0,errors/* messageFromError */.CZ)(error)}`);
        return undefined;
    }
}

// EXTERNAL MODULE: ./src/commands/outcome.ts
var commands_outcome = __webpack_require__(28786);
// EXTERNAL MODULE: ./src/report/counts.ts
var report_counts = __webpack_require__(65132);
// EXTERNAL MODULE: ./src/commands/make-plan.ts
var make_plan = __webpack_require__(91276);
;// CONCATENATED MODULE: ./src/commands/plan.ts







/** init, look at the lock and wait, plan, show, store. */
async function plan(deps, journey) {
    (0,credentials/* warnOfEndedCredentials */.SX)(deps, journey);
    await (0,require_trust/* requireTrust */.a)(deps, 'plan');
    const prepared = await (0,prepare/* prepare */.iA)(deps, journey);
    (0,prepare/* requireLocking */.$R)(deps, journey, prepared);
    await (0,check_concurrency/* checkConcurrency */.w)(deps, journey);
    const storing = startStoring(deps, prepared);
    const ran = await (0,make_plan/* runPlan */.F)(deps, journey, prepared);
    if (ran.kind === 'not-run')
        return ran.outcome;
    const made = await (0,make_plan/* readPlan */.m)(deps, journey, prepared, ran);
    if (made.kind === 'failed')
        return made.outcome;
    const { planFile, shown, hasChanges, counts } = made;
    await storePlan(deps, journey, prepared, storing, {
        ...{ planFile, shown, hasChanges, engine: ran.run.facts.version },
    });
    deps.log.say(hasChanges ? `Plan: ${(0,report_counts/* renderCounts */.P)(counts, false)}.` : 'No changes.');
    return { kind: 'planned', hasChanges, counts };
}

// EXTERNAL MODULE: ./src/commands/on-github.ts + 5 modules
var on_github = __webpack_require__(44358);
// EXTERNAL MODULE: ./src/commands/report.ts
var report = __webpack_require__(8938);
// EXTERNAL MODULE: ./src/backend/resolve.ts + 12 modules
var resolve = __webpack_require__(39213);
// EXTERNAL MODULE: ./src/lock/lock-holder.ts
var lock_holder = __webpack_require__(89739);
;// CONCATENATED MODULE: ./src/commands/status.ts










/**
 * Reads the lock: who holds it, since when. In a Terraform folder it also shows the reviewed plan that an apply would
 * take. Takes no lock and changes nothing in the store.
 */
async function status_status(deps, journey) {
    if (deps.inputs.stateAddress !== undefined) {
        const { lock } = await findBackend(deps, journey);
        return { kind: 'lock-read', reading: await tellLock(deps, journey, lock) };
    }
    const hadLockFile = (await readLockFile(deps.inputs)) !== undefined;
    const prepared = await (0,prepare/* prepare */.iA)(deps, journey);
    const reading = await tellLock(deps, journey, prepared.backend.lock);
    return { kind: 'lock-read', reading, ...(await showReviewedPlan(deps, journey, prepared, hadLockFile)) };
}
async function tellLock({ log, cancelled, holders, inputs }, journey, lock) {
    const reading = await lock.read(cancelled);
    switch (reading.kind) {
        case 'free':
            log.say(describeFree(inputs));
            break;
        case 'held':
            journey.holder = await holders.look(reading.holder);
            log.say(`The state is locked by ${(0,lock_holder/* describeHolder */.sG)(journey.holder)}.`);
            break;
        case 'unknown':
            log.say(`Whether the state is locked is not known: ${reading.reason}.`);
    }
    return reading;
}
/** What `apply` would take, by the same checks. That there is none is told, and is no failure. */
async function showReviewedPlan(deps, journey, prepared, hadLockFile) {
    const { inputs, log, ownRun, clock } = deps;
    if (inputs.planStore === 'none' || ownRun === undefined)
        return {};
    const { planFiles, viewPlan, plannedCommit, planDigest, diagnostics } = journey;
    try {
        await (0,require_trust/* requireTrust */.a)(deps, 'apply');
        const found = await findApplicablePlan(deps, journey, prepared, { hadLockFile, isInHurry: true });
        const ledger = found.store?.ledger;
        if (ledger !== undefined && found.id !== undefined)
            await claimOfPlan(deps, ledger, found.id).requireNone();
        const { shown } = await openReviewedPlan(deps, journey, prepared, found);
        const hasChanges = found.plan.record.hasChanges || shown.changes.hasChanges;
        const { counts } = shown.changes;
        const summary = hasChanges ? `Plan: ${(0,report_counts/* renderCounts */.P)(counts, false)}.` : 'No changes.';
        log.say(summary);
        journey.reviewedPlan = `${describeFound(found, clock.now())} ${summary}`;
        return { hasChanges, counts };
    }
    catch (error) {
        if (error instanceof errors/* LockstepError */.Cj && error.reason === 'cancelled')
            throw error;
        // A plan that must not be applied is not shown as one that may be.
        Object.assign(journey, { planFiles, viewPlan, plannedCommit, planDigest, diagnostics });
        journey.reviewedPlan = `No reviewed plan to show. ${(0,plain_text/* plainLine */.h0)((0,errors/* messageFromError */.CZ)(error), 2_000)}`;
        log.say(journey.reviewedPlan);
        return {};
    }
}
/** The backend of `state-address`, or of the Terraform folder. */
async function findBackend(deps, journey) {
    const { stateAddress } = deps.inputs;
    if (stateAddress === undefined)
        return (await (0,prepare/* prepare */.iA)(deps, journey)).backend;
    const backend = (0,resolve/* backendFromAddress */.Ji)(stateAddress, { ...deps, workspaceRoot: deps.inputs.workspaceRoot });
    journey.stateAddress = backend.address;
    journey.mechanism = backend.mechanism;
    deps.log.say(`State: ${(0,plain_text/* plainLine */.h0)(backend.address, 500)}`);
    return backend;
}
/** An address names its lock table itself; without one a state that DynamoDB alone locks looks free. */
function describeFree({ stateAddress }) {
    return stateAddress === undefined || stateAddress.dynamodbTable !== undefined
        ? 'The state is not locked.'
        : 'The state is not locked, as far as its lock file tells. A DynamoDB lock is looked at with dynamodb_table in state-address.';
}

// EXTERNAL MODULE: ./src/clock.ts
var src_clock = __webpack_require__(99373);
// EXTERNAL MODULE: ./src/github/comments.ts
var comments = __webpack_require__(66645);
// EXTERNAL MODULE: ./src/github/viewer.ts
var github_viewer = __webpack_require__(9865);
;// CONCATENATED MODULE: ./src/github/open-comments.ts



// `databaseId` is an Int of 32 bits, which the numbers of comments have outgrown. A comment of ours is old, but each run
// brings it up to date: by that order it comes before the talk that was there before.
const open_comments_query = `query OpenComments($owner: String!, $name: String!) {
  viewer { login }
  repository(owner: $owner, name: $name) {
    pullRequests(states: OPEN, first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) {
      nodes {
        number
        comments(first: 50, orderBy: { field: UPDATED_AT, direction: DESC }) {
          nodes { fullDatabaseId url body author { login } }
        }
      }
    }
  }
}`;
const maxPullRequests = 10;
/**
 * Our comments that carry a marker on the open pull requests that were updated last: of ten at most, the newest first,
 * and of two on one pull request the older one, as in `CommentThread`. One request.
 */
async function readOpenComments({ graphql }, repository, carriesMarker, exceptNumber) {
    const { owner, repo: name } = (0,client/* splitRepository */.T8)(repository);
    const { viewer, repository: found } = await (0,backend_request/* within */.u)(async (signal) => await graphql(open_comments_query, { owner, name, request: { signal } }));
    const isOurs = ({ author, body }) => author !== null && (0,github_viewer/* loginOf */.D)(author.login) === (0,github_viewer/* loginOf */.D)(viewer.login) && carriesMarker(body);
    return found.pullRequests.nodes
        .filter(({ number }) => number !== exceptNumber)
        .flatMap(({ number, comments }) => {
        const ours = comments.nodes.filter(isOurs).map(foundComment);
        const [oldest] = ours.sort((a, b) => a.id - b.id);
        return oldest === undefined ? [] : [{ number, comment: oldest }];
    })
        .slice(0, maxPullRequests);
}
function foundComment({ fullDatabaseId, url, body }) {
    return { id: Number(fullDatabaseId), url, body };
}

// EXTERNAL MODULE: ./src/report/comment-marker.ts
var comment_marker = __webpack_require__(17202);
// EXTERNAL MODULE: ./src/report/run-links.ts
var run_links = __webpack_require__(96679);
;// CONCATENATED MODULE: ./src/commands/tell-stale-plans.ts








const longestMs = 15_000;
/**
 * Tells the open pull requests whose plan of this state is stale now, one line in their comment: the newest ten. Nothing
 * here fails a run, or keeps it for long.
 */
async function tellStalePlans(deps, journey) {
    const { inputs, github, cancelled, clock, log } = deps;
    const { movedBy, stateAddress } = journey;
    if (movedBy === undefined || stateAddress === undefined || github === undefined)
        return;
    if (inputs.comment === 'never' || cancelled.aborted)
        return;
    const telling = tellAll(deps, journey, stateAddress, movedBy.pullRequest).catch((error) => {
        log.debug(`Other pull requests were not told that their plan is stale: ${(0,errors/* messageFromError */.CZ)(error)}`);
    });
    await (0,src_clock/* waitAtMost */._)(clock, telling, longestMs, cancelled);
}
async function tellAll(deps, { sensitive }, stateAddress, own) {
    const { inputs, github, env, event, log } = deps;
    if (github === undefined)
        return;
    const key = { stateAddress, folder: undefined, commentKey: inputs.commentKey };
    const client = await github();
    const repository = env['GITHUB_REPOSITORY'] ?? '';
    const carriesMarker = (body) => (0,comment_marker/* parseComment */.vj)(body, key)?.planSection !== undefined;
    const except = own ?? inputs.pullRequest ?? event.pullRequest?.number;
    const run = (0,on_github/* ownRunOf */.t8)(deps);
    const by = run === undefined ? 'a run' : (0,run_links/* renderLink */.BK)('this run', run.url, (0,foreign_text/* createForeignText */.A)(sensitive));
    const did = inputs.command === 'restore' ? 'brought another version of it back' : 'applied to it';
    const notice = `The state has moved on since: ${by} ${did}. The plan below is stale where the next one is not equal to it.`;
    const told = [];
    for (const { number, comment } of await readOpenComments(client, repository, carriesMarker, except)) {
        // As it stands by then: its own run may be writing it.
        const isTold = await (0,comments/* changeComment */.E)(client, repository, comment.id, (body) => (0,comment_marker/* withNotice */.HL)(body, key, notice));
        if (isTold)
            told.push(`#${String(number)}`);
    }
    if (told.length > 0)
        log.say(`Told that their plan is stale: ${told.join(', ')}.`);
}

// EXTERNAL MODULE: ./src/lock/removal.ts
var lock_removal = __webpack_require__(57047);
;// CONCATENATED MODULE: ./src/commands/unlock.ts







/** A lock that was written to between our look and our removal is judged anew, as it is then. */
const maxTries = 2;
/** Removes exactly the lock that a person names, if its holder is not at work. Takes no lock. */
async function unlock(deps, journey) {
    return await unlockState(deps, journey, await findBackend(deps, journey));
}
/** The same for a state whose backend is known. */
async function unlockState(deps, journey, backend) {
    const { inputs, log, ownRun } = deps;
    log.say(`${ownRun?.actor ?? 'Somebody'} asks to remove the lock ${(0,plain_text/* plainLine */.h0)(inputs.lockId)}, reason: ${(0,plain_text/* plainLine */.h0)(inputs.reason, 500)}`);
    for (let tries = 1; tries <= maxTries; tries += 1) {
        const end = await tryToUnlock(deps, journey, backend);
        if (end !== 'written-to')
            return end;
    }
    throw new errors/* LockstepError */.Cj('lock-contention', `The lock ${inputs.lockId} was written to each time before it could be removed.`, 'Somebody is at work under it: wait until that has ended.');
}
async function tryToUnlock(deps, journey, backend) {
    const { inputs, ownRun, clock, cancelled } = deps;
    const reading = await readWithRun(deps, backend);
    if (reading.kind === 'held') {
        journey.holder = reading.holder;
        if (reading.holder.lockId === inputs.lockId)
            journey.lockPullRequest = pullRequestOf(deps, reading.holder);
    }
    if (cancelled.aborted) {
        return { kind: 'cancelled', message: 'The job was cancelled; no lock was removed.', counts: undefined };
    }
    const actor = ownRun?.actor ?? null;
    const verdict = (0,lock_removal/* judgeUnlock */.sT)({ ...inputs, actor, at: clock.now() }, reading);
    switch (verdict.kind) {
        case 'already-free':
            return { kind: 'already-free', message: `${describeFree(inputs)} There is nothing to remove.` };
        case 'unreadable':
            throw unreadable(inputs, backend.mechanism, verdict.reason);
        case 'other-lock':
            throw otherLock(inputs, verdict.holder, reading);
        case 'owner-may-be-at-work':
            throw ownerMayBeAtWork(verdict.holder);
        case 'remove':
            return await remove(deps, journey, backend, verdict.version, verdict.decision);
    }
}
async function readWithRun({ holders, cancelled }, { lock }) {
    const reading = await lock.read(cancelled);
    return reading.kind === 'held' ? { ...reading, holder: await holders.look(reading.holder, 'now') } : reading;
}
async function remove(deps, journey, backend, version, decision) {
    const { log, holders, inputs } = deps;
    const { lockId, owner, protectsUnsavedState } = decision;
    journey.decision = decision;
    log.say(`Removing the state ${(0,lock_removal/* describeProof */.ef)(decision)}.`);
    const removal = await backend.lock.remove(version, decision);
    switch (removal.kind) {
        case 'removed': {
            journey.lockRecovered = lockId;
            const wasForced = owner === 'alive' || owner === 'unknown';
            log.annotate(wasForced ? 'warning' : 'notice', `Removed the state ${(0,lock_removal/* describeProof */.ef)(decision)}.`);
            if (protectsUnsavedState) {
                (0,prepare/* warn */.R8)(deps, journey, 'This lock protected a state that was never saved. What its run has created, changed or destroyed may be missing from the state: see that run’s report, and bring the state up to date before the next apply.');
            }
            return { kind: 'unlocked' };
        }
        case 'gone':
            return { kind: 'already-free', message: `The lock ${lockId} was gone before it could be removed.` };
        case 'changed-hands': {
            const { holder, left } = removal;
            if (left !== undefined)
                (0,prepare/* warn */.R8)(deps, journey, `Only half of the lock ${lockId} was removed, not its ${left}.`);
            if (holder?.lockId === lockId)
                return 'written-to';
            if (holder !== undefined)
                journey.holder = await holders.look(holder, 'now');
            throw changedHands(lockId, journey.holder);
        }
        case 'refused':
            throw unlock_refused(inputs, lockId, removal);
    }
}
/** Whoever may take the lock may name any run, so only a pull request of our own repository is written to. */
function pullRequestOf({ ownRun }, { run }) {
    if (ownRun === undefined || run === null)
        return undefined;
    const isNear = run.url.startsWith(`${ownRun.serverUrl}/`) && run.repository === ownRun.repository;
    return isNear ? (run.pullRequest ?? undefined) : undefined;
}
function unreadable(inputs, mechanism, reason) {
    return new errors/* LockstepError */.Cj('lock-fault', `Nothing was removed, since the lock could not be read: ${reason}.`, UNREADABLE_ADVICE[mechanism](inputs));
}
const permissionsAdvice = () => 'Allow s3:GetObject on the lock file (<state key>.tflock) and s3:ListBucket on its bucket, or dynamodb:GetItem on the lock table, to the role of this job, and check region and table.';
const UNREADABLE_ADVICE = {
    s3: permissionsAdvice,
    dynamodb: permissionsAdvice,
    's3-and-dynamodb': permissionsAdvice,
    other: forceUnlockAdvice,
    // `terraform force-unlock` says "LocalState not locked" there, whoever holds the lock.
    local: () => 'The lock of a local state ends with the process that holds it. No other process can remove it, Terraform’s neither.',
    none: () => 'There is no lock that could be removed.',
};
const PLAIN = /^\w[\w./-]{0,199}$/;
/** Terraform's own way, which reads the ID and then deletes whatever is there: told, and never gone. */
function forceUnlockAdvice({ lockId, workingDirectory, workspaceRoot, stateAddress }) {
    const folder = stateAddress === undefined ? (0,external_node_path_.relative)(workspaceRoot, workingDirectory) : '';
    const command = PLAIN.test(lockId) && (folder === '' || PLAIN.test(folder))
        ? `terraform ${folder === '' ? '' : `-chdir=${folder} `}force-unlock ${lockId}`
        : 'terraform force-unlock, with that lock ID';
    return `By hand, in the state's initialised folder and workspace, and only while nobody can take the lock, since it deletes without a condition: ${command}`;
}
function otherLock({ lockId }, holder, reading) {
    const given = (0,plain_text/* plainLine */.h0)(lockId);
    const { lockFile } = reading.kind === 'held' ? reading : {};
    const isFileOnly = lockFile?.kind === 'held' && lockFile.holder.lockId === lockId;
    return new errors/* LockstepError */.Cj('lock-contention', `Nothing was removed: the state is not locked by ${given}, but by ${(0,lock_holder/* describeHolder */.sG)(holder)}.`, isFileOnly
        ? `Only the lock file bears the ID ${given}, and the lock item in DynamoDB says who holds the state. Whoever waits for that makes and deletes a lock file at each try; if it is still there when the lock item is gone, run unlock again.`
        : 'Give the ID of the lock that is there, if it is that one that shall go.');
}
function ownerMayBeAtWork(holder) {
    const isAlive = holder.verdict === 'alive';
    const why = isAlive
        ? 'its run is still at work'
        : 'whether its run has finished is not known (the token needs actions: read in its repository)';
    return new errors/* LockstepError */.Cj('lock-contention', `Nothing was removed, since ${why}: ${(0,lock_holder/* describeHolder */.sG)(holder)}.`, `${isAlive ? 'Wait until that run has ended, or cancel it.' : 'Look at that run, and wait until it has ended.'} Only if it is certain that it does not work on this state any more: set force to true.`);
}
function changedHands(lockId, holder) {
    const who = holder === undefined ? 'somebody' : (0,lock_holder/* describeHolder */.sG)(holder);
    return new errors/* LockstepError */.Cj('lock-contention', `The lock ${lockId} was gone before it could be removed, and the state is locked by ${who} now. That lock was left as it is.`);
}
function unlock_refused(inputs, lockId, { reason, left }) {
    if (left !== undefined) {
        return new errors/* LockstepError */.Cj('lock-fault', `Only half of the lock ${lockId} was removed. What is left is ${reason}.`, `The state stays locked until its ${left} is gone too. Allow s3:DeleteObject on the lock file and dynamodb:DeleteItem on the lock table, then run unlock again: it removes what is left.`);
    }
    return new errors/* LockstepError */.Cj('lock-fault', `Nothing was removed: ${reason}.`, `Lockstep removes a lock only on the condition that it is still the one that was read; the role of this job needs s3:DeleteObject on the lock file, or dynamodb:DeleteItem on the lock table. ${forceUnlockAdvice(inputs)}`);
}

// EXTERNAL MODULE: ./src/lock/wait.ts
var wait = __webpack_require__(49602);
// EXTERNAL MODULE: ./src/retry/deadline.ts
var retry_deadline = __webpack_require__(54420);
;// CONCATENATED MODULE: ./src/commands/wait.ts






/** A store that fails this often in a row is not about to answer. */
const maxFailedReads = 5;
/** Reads the lock until it is free or lock-timeout has passed. Takes no lock. */
async function wait_wait(deps, journey) {
    const { inputs, clock, random, log, cancelled, holders } = deps;
    const { lock } = await findBackend(deps, journey);
    const deadline = (0,retry_deadline/* startDeadline */.d)(clock, inputs.onContention === 'wait' ? inputs.lockTimeoutMs : 0);
    const start = clock.monotonic();
    for (let failedReads = 0;;) {
        const end = await (0,wait/* waitForFreeLock */.W)({
            clock,
            random,
            deadline,
            signal: cancelled,
            read: (signal) => lock.read(signal),
            tell: (holder, remainingMs) => {
                failedReads = 0;
                journey.holder = holder;
                void holders.look(holder);
                log.say(`The state is locked by ${(0,lock_holder/* describeHolder */.sG)(holders.known(holder))}. Time left: ${(0,duration/* renderDuration */.PP)(remainingMs)}.`);
            },
        });
        journey.lockWaitedMs = clock.monotonic() - start;
        switch (end.kind) {
            case 'free':
                log.say('The state is not locked.');
                return { kind: 'lock-free' };
            case 'cancelled':
                return { kind: 'cancelled', message: 'The job was cancelled while it waited.', counts: undefined };
            case 'deadline':
                journey.holder = end.holder;
                return {
                    kind: 'contended',
                    holder: end.holder,
                    isNeutral: inputs.onContention === 'neutral',
                    message: `The state is still locked by ${(0,lock_holder/* describeHolder */.sG)(holders.known(end.holder))} after ${(0,duration/* renderDuration */.PP)(journey.lockWaitedMs)}.`,
                };
            case 'unknown':
                failedReads += 1;
                if (!end.transient || failedReads >= maxFailedReads || deadline.hasPassed())
                    throw notKnown(end.reason);
                await clock.sleep(Math.min(1000 * failedReads, deadline.remainingMs()), cancelled);
        }
    }
}
function notKnown(reason) {
    return new errors/* LockstepError */.Cj('lock-fault', `Whether the state is locked is not known: ${reason}.`, 'Waiting needs a lock that can be read: check the permissions and the options of the backend.');
}

// EXTERNAL MODULE: ./src/retry/credential-life.ts
var credential_life = __webpack_require__(42084);
// EXTERNAL MODULE: external "node:fs"
var external_node_fs_ = __webpack_require__(73024);
// EXTERNAL MODULE: ./src/runner/input-values.ts
var input_values = __webpack_require__(2173);
;// CONCATENATED MODULE: ./src/runner/input-files.ts



/** The runner's own folders, or undefined after a problem. */
function readFolders(env, problems) {
    const [workspaceRoot, tempDirectory] = ['GITHUB_WORKSPACE', 'RUNNER_TEMP'].map((variable) => {
        const path = env[variable] ?? '';
        if (path !== '' && readKind(path) === 'folder')
            return (0,external_node_fs_.realpathSync)(path);
        const finding = path === '' ? 'is not set' : `is ${(0,input_values/* quoteValue */.cl)(path)}, which is not a folder`;
        problems.push(`the environment variable \`${variable}\` ${finding}: a GitHub runner sets it`);
        return undefined;
    });
    if (workspaceRoot === undefined || tempDirectory === undefined)
        return undefined;
    return { workspaceRoot, tempDirectory };
}
/** A folder that the input `name` gives, without symlinks, or undefined after a problem. */
function readWorkingDirectory(name, path, workspaceRoot, problems) {
    const folder = (0,external_node_path_.resolve)(workspaceRoot, path);
    const is = `${name} is ${(0,input_values/* quoteValue */.cl)(path)}`;
    const expected = 'expected a folder inside `GITHUB_WORKSPACE`';
    const kind = readKind(folder);
    if (kind !== 'folder') {
        problems.push(`${is}, which ${kind === undefined ? 'does not exist' : 'is not a folder'}: ${expected}`);
        return undefined;
    }
    const resolved = (0,external_node_fs_.realpathSync)(folder);
    if (!isInside(workspaceRoot, resolved)) {
        problems.push(`${is}, which lies outside: ${expected} (${(0,input_values/* quoteValue */.cl)(workspaceRoot)})`);
        return undefined;
    }
    return resolved;
}
/** The input `plan-file` as an absolute path, or undefined after a problem. */
function readPlanFile(path, workspaceRoot, problems) {
    const file = (0,external_node_path_.resolve)(workspaceRoot, path);
    const kind = readKind(file);
    if (kind === 'file')
        return file;
    problems.push(`\`plan-file\` is ${(0,input_values/* quoteValue */.cl)(path)}, which ${kind === undefined ? 'does not exist' : 'is not a file'}: ` +
        'expected a plan file, its path absolute or relative to `GITHUB_WORKSPACE`');
    return undefined;
}
/** The input `var-file`; Terraform, too, takes these paths relative to its working directory. */
function checkVarFiles(lines, workingDirectory, problems) {
    for (const { number, text } of lines) {
        const kind = readKind((0,external_node_path_.resolve)(workingDirectory, text));
        if (kind === 'file' || kind === 'other')
            continue;
        problems.push(`\`var-file\`, line ${String(number)}, is ${(0,input_values/* quoteValue */.cl)(text)}, which ` +
            `${kind === undefined ? 'does not exist' : 'is a folder'}: expected a file, its path relative to \`working-directory\``);
    }
}
/**
 * The input `backend-config`. Terraform takes a line with `=` for a value and any other for a file. No line is
 * repeated in a problem: half of a secret that was broken over two lines looks like a file name.
 */
function checkBackendConfig(lines, workingDirectory, problems) {
    for (const { number, text } of lines) {
        if (/^[A-Za-z_][\w.-]*\s*=/.test(text))
            continue;
        if (!text.includes('=') && readKind((0,external_node_path_.resolve)(workingDirectory, text)) === 'file')
            continue;
        problems.push(`\`backend-config\`, line ${String(number)}: expected \`key=value\`, or a file that exists, ` +
            'its path relative to `working-directory`');
    }
}
function readKind(path) {
    try {
        const entry = (0,external_node_fs_.statSync)(path);
        if (entry.isFile())
            return 'file';
        return entry.isDirectory() ? 'folder' : 'other';
    }
    catch {
        return undefined;
    }
}
function isInside(folder, path) {
    const way = (0,external_node_path_.relative)(folder, path);
    return way !== '..' && !way.startsWith(`..${external_node_path_.sep}`) && !(0,external_node_path_.isAbsolute)(way);
}

;// CONCATENATED MODULE: ./src/runner/input-rules.ts

const OF_ONE_COMMAND = [
    {
        name: 'working-directories',
        command: 'audit',
        isGiven: (given) => (given['working-directories'] ?? []).length > 0,
    },
    { name: 'fail-on-drift', command: 'drift', isGiven: (given) => given['fail-on-drift'] === true },
    ...['lock-id', 'reason'].map((name) => ({
        name,
        command: 'unlock',
        isGiven: (given) => given[name] !== undefined,
    })),
    { name: 'state-version', command: 'restore', isGiven: (given) => given['state-version'] !== undefined },
    { name: 'repair-digest', command: 'restore', isGiven: (given) => given['repair-digest'] === true },
];
const rules = [
    {
        isBroken: (given) => given['state-address'] !== undefined && given.command !== undefined && !looksAtLockOnly(given),
        problem: '`state-address` is only for the commands `status`, `wait` and `unlock`; the others read the backend of a Terraform folder',
    },
    {
        isBroken: (given) => given['state-address'] !== undefined && given.workspace !== undefined,
        problem: '`state-address` and `workspace` are both given: an address already names the state of one workspace',
    },
    {
        isBroken: (given) => given['create-workspace'] === true && given.command !== undefined && !changesResources(given),
        problem: '`create-workspace` is "true": only `plan` and `apply` accept that, since the other commands are about a state that is there',
    },
    {
        isBroken: (given) => given.lock === false && given.command === 'apply',
        problem: '`lock` is "false", and an apply without the lock can destroy a state that somebody else is writing; ' +
            'only `plan` and `drift` can go without',
    },
    {
        isBroken: (given) => given.lock === false && (looksAtLockOnly(given) || given.command === 'audit'),
        problem: '`lock` is "false": only `plan` and `drift` accept that; `status`, `wait`, `unlock` and `audit` never take the lock',
    },
    {
        isBroken: (given) => given.command === 'unlock' && isMissing(given, 'lock-id'),
        problem: '`lock-id` is missing: `unlock` removes exactly the lock that it names; `status` tells the ID',
    },
    {
        isBroken: (given) => given.command === 'unlock' && isMissing(given, 'reason'),
        problem: '`reason` is missing: `unlock` tells it with who has removed the lock, and when',
    },
    {
        isBroken: (given) => given.force === true && given.command !== undefined && !['unlock', 'restore'].includes(given.command),
        problem: '`force` is only for the commands `unlock` and `restore`',
    },
    {
        isBroken: (given) => given.lock === false && given.command === 'restore',
        problem: '`lock` is "false", and who brings a state back without the lock can destroy one that somebody else is writing',
    },
    ...OF_ONE_COMMAND.map(({ name, command, isGiven }) => ({
        isBroken: (given) => given.command !== undefined && given.command !== command && isGiven(given),
        problem: `\`${name}\` is only for the command \`${command}\``,
    })),
    {
        isBroken: (given) => (given['working-directories'] ?? []).length > 0 && given['working-directory'] !== '.',
        problem: '`working-directory` and `working-directories` are both given: leave one of them out',
    },
    {
        isBroken: (given) => given['state-version'] !== undefined && given['repair-digest'] === true,
        problem: '`state-version` and `repair-digest` are both given: a state that is brought back gets its digest with it, so leave one of them out',
    },
    {
        isBroken: (given) => given.destroy === true && given.command === 'drift',
        problem: '`destroy` is "true": `drift` looks for what differs, and a plan to destroy differs in everything',
    },
    {
        isBroken: (given) => given.destroy === true && given['refresh-only'] === true,
        problem: '`destroy` and `refresh-only` are both "true": Terraform can do only one of them in a plan',
    },
    {
        isBroken: (given) => given['plan-file'] !== undefined && given.command !== undefined && given.command !== 'apply',
        problem: '`plan-file` is only for the command `apply`; where a plan was saved is the output `plan-file`',
    },
    {
        isBroken: (given) => given['plan-digest'] !== undefined && given.command !== undefined && given.command !== 'apply',
        problem: '`plan-digest` is only for the command `apply`; the digest of a plan is the output `plan-digest`',
    },
    {
        isBroken: (given) => given.command === 'apply' &&
            given['apply-policy'] === 'unreviewed' &&
            given['plan-digest'] !== undefined,
        problem: '`plan-digest` is about the plan that was approved, and `apply-policy` is "unreviewed": leave one of them out',
    },
    {
        isBroken: (given) => given.command === 'apply' &&
            given['apply-policy'] === 'unreviewed' &&
            (given['required-approvals'] ?? 0) > 0,
        problem: '`required-approvals` is about the plan that was reviewed, and `apply-policy` is "unreviewed": leave one of them out',
    },
    {
        isBroken: (given) => appliesPlanFile(given) && given.destroy === true,
        problem: '`destroy` has no effect on a saved plan: give it when planning, and leave it out beside `plan-file`',
    },
    {
        isBroken: (given) => appliesPlanFile(given) && given['refresh-only'] === true,
        problem: '`refresh-only` has no effect on a saved plan: give it when planning, and leave it out beside `plan-file`',
    },
    {
        isBroken: (given) => appliesPlanFile(given) && (given['plan-args'] ?? []).length > 0,
        problem: '`plan-args` has no effect on a saved plan: give it when planning, and leave it out beside `plan-file`',
    },
];
/** What is wrong with the inputs together. */
function checkInputRules(given) {
    return rules.filter((rule) => rule.isBroken(given)).map((rule) => rule.problem);
}
/** What is wrong with the lines of `init-args`, `plan-args` and `apply-args`. */
function checkArgumentInputs(given) {
    return ['init-args', 'plan-args', 'apply-args'].flatMap((name) => {
        const lines = given[name] ?? [];
        return checkArguments(lines.map((line) => line.text)).map(({ index, sentence }) => `\`${name}\`, line ${String(lines[index]?.number)}: ${sentence}`);
    });
}
function changesResources(given) {
    return given.command === 'plan' || given.command === 'apply';
}
function looksAtLockOnly(given) {
    return given.command === 'status' || given.command === 'wait' || given.command === 'unlock';
}
/** Left out; an input that is not valid has a problem of its own. */
function isMissing(given, name) {
    return name in given && given[name] === undefined;
}
function appliesPlanFile(given) {
    return given.command === 'apply' && given['plan-file'] !== undefined;
}

// EXTERNAL MODULE: ./src/runner/input-table.ts
var input_table = __webpack_require__(94851);
;// CONCATENATED MODULE: ./src/runner/inputs.ts








/**
 * Reads the inputs from the environment of the action, and looks at the files that they name.
 * @throws InvalidInputsError with every problem there is
 */
function parseInputs(env) {
    const given = (0,input_table/* parseInputValues */.O)(env);
    const cliArgs = checkCliArgsEnvironment(env);
    const problems = [
        ...given.problems,
        ...checkInputRules(given.values),
        ...checkArgumentInputs(given.values),
        ...cliArgs.problems,
    ];
    const places = readPlaces(env, given.values, problems);
    if (problems.length > 0 || places === undefined)
        throw new errors/* InvalidInputsError */.Xt(problems);
    const values = given.values;
    const isDrift = values.command === 'drift';
    const credentials = readCredentialExpiration(values['credential-expiration'], env);
    return {
        command: values.command,
        ...places,
        stateAddress: values['state-address'],
        workspace: values.workspace,
        createWorkspace: values['create-workspace'],
        executable: values.executable,
        init: values.init,
        backendConfig: textsFromLines(values['backend-config']),
        varFiles: textsFromLines(values['var-file']),
        initArguments: textsFromLines(values['init-args']),
        planArguments: textsFromLines(values['plan-args']),
        applyArguments: textsFromLines(values['apply-args']),
        destroy: values.destroy,
        refreshOnly: values['refresh-only'],
        lock: values.lock === 'auto' ? !isDrift : values.lock,
        lockTimeoutMs: values['lock-timeout'],
        onContention: onContentionOf(values),
        annotateLock: values['annotate-lock'],
        recoverLock: values['recover-lock'],
        allowUnlockedBackend: values['allow-unlocked-backend'],
        cancelGraceMs: values['cancel-grace'],
        lockId: values['lock-id'] ?? '',
        reason: values.reason ?? '',
        force: values.force,
        planStore: values['plan-store'],
        artifactRetentionDays: values['artifact-retention-days'],
        maximumPlanAgeMs: values['maximum-plan-age'],
        planEncryptionKey: values['plan-encryption-key'],
        requiredApprovals: values['required-approvals'],
        planDigest: values['plan-digest'],
        applyPolicy: values['apply-policy'],
        githubToken: values['github-token'],
        comment: values.comment,
        commentKey: values['comment-key'],
        pullRequest: values['pull-request'],
        ...credentials,
        minimumCredentialLifeMs: values['minimum-credential-life'],
        jobId: values['job-id'],
        concurrencyCheck: values['concurrency-check'],
        auditFailOn: values['audit-fail-on'],
        failOnDrift: values['fail-on-drift'],
        stateVersion: values['state-version'],
        repairDigest: values['repair-digest'],
        matrix: values.matrix,
        jobWorkflowRef: values['job-workflow-ref'],
        jobWorkflowSha: values['job-workflow-sha'],
        notices: cliArgs.notices,
    };
}
/**
 * The input, else the variable in which the AWS CLI (`configure export-credentials`) and aws-vault tell when the
 * credentials beside it end.
 */
function readCredentialExpiration(given, env) {
    if (given !== undefined)
        return { credentialExpiration: { at: given, source: 'credential-expiration' }, debugNotes: [] };
    const source = 'AWS_CREDENTIAL_EXPIRATION';
    const text = env[source]?.trim() ?? '';
    if (text === '')
        return { credentialExpiration: undefined, debugNotes: [] };
    try {
        return { credentialExpiration: { at: (0,credential_life/* parseExpiration */.lG)(text), source }, debugNotes: [] };
    }
    catch (error) {
        const note = `${source} is ${(0,input_values/* quoteValue */.cl)(text)}, which says nothing: ${(0,errors/* messageFromError */.CZ)(error)}`;
        return { credentialExpiration: undefined, debugNotes: [note] };
    }
}
function onContentionOf(values) {
    const given = values['on-contention'];
    if (given !== 'auto')
        return given;
    return values.command === 'drift' ? 'neutral' : 'wait';
}
/** The folders and files of the inputs as they are on disk, or undefined after a problem with a folder. */
function readPlaces(env, values, problems) {
    const folders = readFolders(env, problems);
    if (folders === undefined)
        return undefined;
    const { command, 'plan-file': planFile, 'working-directory': folder } = values;
    const plan = planFile !== undefined && command === 'apply'
        ? readPlanFile(planFile, folders.workspaceRoot, problems)
        : undefined;
    const workingDirectory = folder === undefined
        ? undefined
        : readWorkingDirectory('`working-directory`', folder, folders.workspaceRoot, problems);
    const several = (values['working-directories'] ?? []).map(({ number, text }) => readWorkingDirectory(`\`working-directories\`, line ${String(number)},`, text, folders.workspaceRoot, problems));
    if (workingDirectory === undefined)
        return undefined;
    checkVarFiles(values['var-file'] ?? [], workingDirectory, problems);
    const workingDirectories = several.length === 0 ? [workingDirectory] : several.filter((path) => path !== undefined);
    // Terraform takes such a file relative to the folder that it runs in.
    for (const path of workingDirectories)
        checkBackendConfig(values['backend-config'] ?? [], path, problems);
    return { ...folders, workingDirectory, workingDirectories, planFile: plan };
}
function textsFromLines(lines) {
    return lines.map((line) => line.text);
}

// EXTERNAL MODULE: external "node:child_process"
var external_node_child_process_ = __webpack_require__(31421);
;// CONCATENATED MODULE: ./src/runner/git.ts


const git_longestMs = 10_000;
function createGit(folder, env) {
    // In a job container the folder belongs to another user, and Git would refuse to look at it.
    const options = ['-c', 'safe.directory=*', '-c', 'core.fsmonitor=false', '-C', folder];
    const run = async (args) => await new Promise((resolve) => {
        const { PATH, HOME } = env;
        (0,external_node_child_process_.execFile)('git', [...options, ...args], { env: { PATH, HOME }, timeout: git_longestMs }, (error, stdout) => {
            resolve({ ok: error === null, stdout });
        });
    });
    let checkout;
    const readCheckout = async () => {
        const [{ stdout }, folder, { stdout: object }] = await Promise.all([
            run(['rev-parse', 'HEAD', 'HEAD^{tree}']),
            run(['rev-parse', '--verify', '--quiet', 'HEAD:./']),
            // A shallow clone does not follow its parents, but has their names.
            run(['cat-file', 'commit', 'HEAD']),
        ]);
        const [commit = '', tree = ''] = stdout.trim().split('\n');
        if (!(0,git_id/* isGitId */.q)(commit) || !(0,git_id/* isGitId */.q)(tree))
            return undefined;
        const folderTree = (0,git_id/* isGitId */.q)(folder.stdout.trim()) ? folder.stdout.trim() : null;
        const [header = ''] = object.split('\n\n', 1);
        const parents = [...header.matchAll(/^parent ([0-9a-f]+)$/gm)].map(([, parent = '']) => parent);
        return { commit, parents, tree, folderTree };
    };
    return {
        readCheckout: () => (checkout ??= readCheckout()),
        async isChanged() {
            const { ok, stdout } = await run(['status', '--porcelain', '--untracked-files=no']);
            return !ok || stdout !== '';
        },
        async readFile(commit, path) {
            if (!(0,git_id/* isGitId */.q)(commit))
                return undefined;
            const { ok, stdout } = await run(['cat-file', 'blob', `${commit}:${path}`]);
            return ok ? stdout : undefined;
        },
        async showsAncestor(ancestor, descendant) {
            if (!(0,git_id/* isGitId */.q)(ancestor) || !(0,git_id/* isGitId */.q)(descendant))
                return false;
            return (await run(['merge-base', '--is-ancestor', ancestor, descendant])).ok;
        },
    };
}

// EXTERNAL MODULE: ./src/runner/log.ts
var runner_log = __webpack_require__(47708);
// EXTERNAL MODULE: ./src/runner/outputs.ts
var outputs = __webpack_require__(97424);
// EXTERNAL MODULE: ./src/runner/own-run.ts
var own_run = __webpack_require__(37298);
// EXTERNAL MODULE: ./src/runner/processes.ts
var processes = __webpack_require__(33447);
// EXTERNAL MODULE: ./src/runner/run-record.ts
var run_record = __webpack_require__(61649);
// EXTERNAL MODULE: ./src/runner/saved-state.ts
var saved_state = __webpack_require__(33313);
// EXTERNAL MODULE: ./src/runner/secrets.ts
var secrets = __webpack_require__(72995);
// EXTERNAL MODULE: ./src/runner/system.ts
var system = __webpack_require__(24233);
// EXTERNAL MODULE: ./src/runner/workflow-event.ts
var workflow_event = __webpack_require__(41192);
;// CONCATENATED MODULE: ./src/terraform/executable.ts




/** `wanted`: the input `executable`, a name or a path (relative to the workspace). */
async function findExecutable(wanted, env, workspaceRoot) {
    const found = await locate(wanted, env, workspaceRoot);
    if (found === undefined) {
        throw new errors/* LockstepError */.Cj('terraform-error', wanted === undefined
            ? 'Neither terraform nor tofu is on PATH.'
            : `The executable "${wanted}" was not found, or may not be run.`, 'Install it in an earlier step (hashicorp/setup-terraform or opentofu/setup-opentofu), or give its path in the input "executable".');
    }
    if (!(await isScript(found)))
        return { path: found, isScript: false };
    const hidden = await binaryBehindWrapper(found, env);
    return hidden === undefined ? { path: found, isScript: true } : { path: hidden, isScript: false };
}
async function locate(wanted, env, root) {
    if (wanted === undefined)
        return (await onPath('terraform', env)) ?? (await onPath('tofu', env));
    if ((0,external_node_path_.isAbsolute)(wanted) || wanted.includes('/') || wanted.includes('\\')) {
        const path = (0,external_node_path_.resolve)(root, wanted);
        return (await isRunnable(path)) ? path : undefined;
    }
    return await onPath(wanted, env);
}
async function onPath(name, env) {
    const suffixes = process.platform === 'win32' ? ['.exe', ''] : [''];
    for (const folder of (env['PATH'] ?? '').split(external_node_path_.delimiter)) {
        // An empty or relative entry would run whatever lies in the checked-out repository.
        if (!(0,external_node_path_.isAbsolute)(folder))
            continue;
        for (const suffix of suffixes) {
            const path = (0,external_node_path_.join)(folder, name + suffix);
            if (await isRunnable(path))
                return path;
        }
    }
    return undefined;
}
async function isRunnable(path) {
    try {
        await (0,promises_.access)(path, external_node_fs_.constants.X_OK);
        return (await (0,promises_.stat)(path)).isFile();
    }
    catch {
        return false;
    }
}
async function isScript(path) {
    const file = await (0,promises_.open)(path, 'r');
    try {
        const { bytesRead, buffer } = await file.read(Buffer.alloc(2), 0, 2, 0);
        return bytesRead === 2 && buffer.toString('latin1') === '#!';
    }
    finally {
        await file.close();
    }
}
/**
 * setup-terraform and setup-opentofu put a script before the real binary. It turns exit code 2 into 0, dies of a
 * SIGINT that Terraform never gets, and copies the plan's JSON into the step's outputs; so it is never run.
 */
async function binaryBehindWrapper(script, env) {
    const suffix = process.platform === 'win32' ? '.exe' : '';
    const name = (0,external_node_path_.basename)(script).replace(/\.exe$/, '');
    const folders = [(0,external_node_path_.dirname)(script), env['TERRAFORM_CLI_PATH'], env['TOFU_CLI_PATH']];
    for (const folder of folders) {
        if (folder === undefined || folder === '')
            continue;
        const candidate = (0,external_node_path_.join)(folder, `${name}-bin${suffix}`);
        if ((await isRunnable(candidate)) && !(await isScript(candidate)))
            return candidate;
    }
    return undefined;
}

// EXTERNAL MODULE: ./src/terraform/terraform.ts + 3 modules
var terraform = __webpack_require__(33397);
;// CONCATENATED MODULE: ./src/main.ts



























const COMMANDS = {
    ...{ plan: plan, apply: apply, status: status_status, wait: wait_wait, unlock: unlock },
    // What a plan has to load would delay its Terraform.
    drift: async (...run) => await (await __webpack_require__.e(/* import() */ 963).then(__webpack_require__.bind(__webpack_require__, 74963))).drift(...run),
    audit: async (...run) => await (await __webpack_require__.e(/* import() */ 25).then(__webpack_require__.bind(__webpack_require__, 34025))).audit(...run),
    restore: async (...run) => await (await __webpack_require__.e(/* import() */ 178).then(__webpack_require__.bind(__webpack_require__, 59178))).restore(...run),
};
/** Runs the step. Whatever happens ends in outputs, a summary, a comment and an exit code. */
async function main(env) {
    const log = (0,runner_log/* createLog */.h)((text) => process.stdout.write(text));
    const journey = (0,commands_outcome/* startJourney */.h_)();
    let deps;
    const run = async () => {
        deps = await openDependencies(env, log, journey);
        return await COMMANDS[deps.inputs.command](deps, journey);
    };
    const outcome = await run().catch(outcomeFromError);
    await main_report(log, outcome, journey, env['INPUT_COMMAND'] ?? '', deps);
    deps?.recorder.note({ isReported: true });
    log.close();
    if ((0,commands_outcome/* isFailure */.N6)(outcome))
        process.exitCode = 1;
}
async function openDependencies(env, log, journey) {
    const cancelled = cancelSignal(log);
    const inputs = parseInputs(env);
    for (const notice of inputs.notices)
        log.annotate('notice', notice);
    for (const note of inputs.debugNotes)
        log.debug(note);
    for (const secret of (0,secrets/* secretsOfEnvironment */.O0)(env))
        journey.sensitive.add(secret);
    const token = (0,external_node_crypto_.randomUUID)();
    const runDirectory = await (0,run_directory/* createRunDirectory */.HZ)(inputs.tempDirectory, token);
    const recorder = (0,run_record/* createRecorder */.Tk)(runDirectory.path, {
        main: (0,processes/* identityOf */.cu)(process.pid),
        inputs: { ...inputs, githubToken: undefined, planEncryptionKey: undefined },
    });
    cancelled.addEventListener('abort', () => {
        recorder.note({ cancelledAt: system/* systemClock */.ml.now() });
    });
    const recorded = (0,saved_state/* saveState */.L)(env, { token, runDirectory: runDirectory.path });
    recorded.catch(() => undefined);
    const { workingDirectory, workspaceRoot } = inputs;
    const openTerraform = async (folder) => {
        const executable = await findExecutable(inputs.executable, env, workspaceRoot);
        return (0,terraform/* createTerraform */.v)({
            executable,
            workingDirectory: folder,
            env,
            token,
            runDirectory,
            emergencyStateFile: (0,external_node_path_.join)(inputs.tempDirectory, `lockstep-errored-${token}.tfstate`),
            cancelled,
            clock: system/* systemClock */.ml,
        });
    };
    const event = await (0,workflow_event/* readWorkflowEvent */.mE)(env);
    const pullRequest = inputs.pullRequest ?? event.pullRequest?.number;
    const ownRun = (0,own_run/* ownRunFromEnvironment */.V)(env, pullRequest, inputs.jobId);
    return {
        inputs,
        env,
        event,
        clock: system/* systemClock */.ml,
        random: system/* systemRandom */.vg,
        log,
        cancelled,
        countProcesses: () => (0,processes/* countProcessesWithToken */.C9)(token),
        openTerraform,
        git: createGit(workingDirectory, env),
        ownRun,
        recorded,
        recorder,
        runDirectory,
        ...(0,on_github/* createOnGitHub */.HU)({ inputs, env, event, ownRun, clock: system/* systemClock */.ml, log }, journey),
    };
}
/**
 * Aborted by the runner's SIGINT. The SIGTERM that follows 7.5 s later is not another order
 * (docs.github.com/actions/reference/workflows-and-actions/workflow-cancellation): Terraform is ending already.
 */
function cancelSignal(log) {
    const controller = new AbortController();
    process.on('SIGINT', () => {
        controller.abort();
    });
    process.on('SIGTERM', () => {
        log.debug('SIGTERM: the runner is about to end this step.');
    });
    return controller.signal;
}
function outcomeFromError(error) {
    if (error instanceof errors/* LockstepError */.Cj) {
        const { reason, message, advice, commands } = error;
        if (reason === 'cancelled')
            return { kind: 'cancelled', message, counts: undefined };
        return { kind: 'failed', reason, message, advice, commands, counts: undefined };
    }
    const advice = 'This was not expected. Please report it with the log of a run with debug logging.';
    return { kind: 'failed', reason: undefined, message: (0,errors/* messageFromError */.CZ)(error), advice, counts: undefined };
}
async function main_report(log, outcome, journey, command, deps) {
    journey.counts = (0,report/* countsOf */.mQ)(outcome);
    if (deps !== undefined) {
        await Promise.all([(0,on_github/* lookAtHolder */.d6)(deps, outcome, journey), (0,check_concurrency/* awaitBeside */.F)(deps, journey)]);
    }
    const message = [(0,report/* messageOf */.bD)(outcome), ...(0,report/* commandsOf */.Kf)(outcome)].join('\n');
    if (message !== '')
        log.annotate((0,commands_outcome/* isFailure */.N6)(outcome) ? 'error' : 'notice', message);
    try {
        await (0,outputs/* setOutputs */.n0)((0,report/* outputsOf */.Yz)(outcome, journey));
        await (0,outputs/* appendSummary */.fe)(await (0,report/* summaryOf */.YG)(command, outcome, journey, {
            ...(0,on_github/* tellOptionsOf */.l6)(deps, journey, system/* systemClock */.ml),
            run: deps === undefined ? undefined : (0,on_github/* ownRunOf */.t8)(deps),
        }));
        // Last, since GitHub may not answer, and a job that is being cancelled has no time to lose.
        const warning = deps === undefined ? undefined : await (0,on_github/* reportOnGitHub */.dc)(deps, outcome);
        if (deps !== undefined)
            await tellStalePlans(deps, journey);
        if (journey.commentUrl !== undefined)
            await (0,outputs/* setOutputs */.n0)({ 'comment-url': journey.commentUrl });
        if (warning === undefined)
            return;
        log.annotate('warning', warning);
        await (0,outputs/* appendSummary */.fe)(await (0,report/* noteOf */.kH)(warning));
    }
    catch (error) {
        log.annotate('warning', `The outputs or the summary of this step could not be written: ${(0,errors/* messageFromError */.CZ)(error)}`);
    }
}


/***/ }),

/***/ 30791:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   X: () => (/* binding */ parsePlanJson),
/* harmony export */   q: () => (/* binding */ parseJson)
/* harmony export */ });
/** A number of so many digits may be none that JavaScript can hold. */
const LONG_NUMBER = /[[:,]\s*-?[\d.]{16,}/;
/** JSON in which a number that JavaScript cannot hold is the text of its digits, as Terraform prints it. */
function parseJson(text) {
    if (!LONG_NUMBER.test(text))
        return JSON.parse(text);
    // Node 20 gives no source.
    const exactly = (_key, value, context) => typeof value === 'number' && context?.source !== undefined && String(value) !== context.source
        ? context.source
        : value;
    return JSON.parse(text, exactly);
}
/** Parses the output of `show -json`. Throws an Error when it is not a plan. */
function parsePlanJson(text) {
    const plan = parseJson(text);
    if (typeof plan !== 'object' || plan === null || typeof plan.format_version !== 'string') {
        throw new Error('"terraform show -json" did not print a plan');
    }
    return plan;
}


/***/ }),

/***/ 5582:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   AY: () => (/* binding */ sensitiveValuesOfOutputs),
/* harmony export */   RH: () => (/* binding */ sensitiveValuesOfPlan),
/* harmony export */   tw: () => (/* binding */ sensitiveValuesOfState)
/* harmony export */ });
/** Every sensitive string and number of a plan, as text; what Terraform hides from its own output. */
function sensitiveValuesOfPlan(plan) {
    const found = new Set();
    const variables = plan.configuration?.root_module?.variables ?? {};
    for (const [name, variable] of Object.entries(plan.variables ?? {})) {
        if (variables[name]?.sensitive === true)
            collect(variable.value, true, found);
    }
    const changes = [
        ...(plan.resource_changes ?? []).map(({ change }) => change),
        ...(plan.resource_drift ?? []).map(({ change }) => change),
        ...Object.values(plan.output_changes ?? {}),
    ];
    for (const change of changes) {
        collect(change.before, change.before_sensitive, found);
        collect(change.after, change.after_sensitive, found);
    }
    // Data sources stand nowhere else.
    collectState(plan.prior_state?.values, found);
    collectState(plan.planned_values, found);
    return found;
}
/** Of `terraform show -json` without a plan, which is `{values: …}`. */
function sensitiveValuesOfState(state) {
    const found = new Set();
    if (typeof state === 'object' && state !== null)
        collectState(state.values, found);
    return found;
}
/** Of `terraform output -json`: `{name: {sensitive, type, value}}`. */
function sensitiveValuesOfOutputs(outputs) {
    const found = new Set();
    if (typeof outputs !== 'object' || outputs === null)
        return found;
    for (const output of Object.values(outputs)) {
        const { sensitive, value } = (output ?? {});
        if (sensitive === true)
            collect(value, true, found);
    }
    return found;
}
function collectState(values, found) {
    for (const output of Object.values(values?.outputs ?? {}))
        collect(output.value, output.sensitive, found);
    const collectModule = (module) => {
        for (const resource of module.resources ?? [])
            collect(resource.values, resource.sensitive_values, found);
        module.child_modules?.forEach(collectModule);
    };
    if (values?.root_module !== undefined)
        collectModule(values.root_module);
}
/** `mark`: `true` for all of `value`, or the same structure with `true` at its sensitive leaves. */
function collect(value, mark, found) {
    if (mark === undefined || mark === null || mark === false)
        return;
    if (typeof value === 'string' || typeof value === 'number') {
        if (mark === true)
            found.add(String(value));
        return;
    }
    if (typeof value !== 'object' || value === null)
        return;
    for (const [key, entry] of Object.entries(value)) {
        collect(entry, mark === true ? true : mark[key], found);
    }
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

/***/ 47708:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   h: () => (/* binding */ createLog)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);

const minimumMaskLength = 8;
/**
 * Text goes out while commands are stopped, since a provider may print `::set-output…` or, anywhere in a line,
 * `##[add-mask]…`; `add-mask` goes out while they are obeyed, since a stopped runner prints it instead
 * (https://docs.github.com/actions/reference/workflows-and-actions/workflow-commands#stopping-and-starting-workflow-commands).
 */
function createLog(write) {
    let stopToken;
    const masked = new Set();
    const resume = () => {
        if (stopToken !== undefined)
            write(`::${stopToken}::\n`);
        stopToken = undefined;
    };
    const command = (name, properties, message) => {
        resume();
        write(`::${name}${properties === '' ? '' : ` ${properties}`}::${escapeData(message)}\n`);
    };
    return {
        say(text) {
            write(`${disarm(text)}\n`);
        },
        lines(text) {
            if (stopToken === undefined) {
                stopToken = `lockstep-${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()}`;
                write(`::stop-commands::${stopToken}\n`);
            }
            write(text.endsWith('\n') ? text : `${text}\n`);
        },
        annotate(kind, message, place = {}) {
            command(kind, renderPlace(place), message);
        },
        debug(message) {
            command('debug', '', message);
        },
        startGroup(title) {
            command('group', '', title);
        },
        endGroup() {
            command('endgroup', '', '');
        },
        mask(value) {
            for (const line of value.split(/\r?\n/)) {
                const secret = line.trim();
                if (secret.length < minimumMaskLength || masked.has(secret))
                    continue;
                masked.add(secret);
                command('add-mask', '', secret);
            }
        },
        close: resume,
    };
}
function renderPlace(place) {
    const properties = [
        ['title', place.title],
        ['file', place.file],
        ['line', place.line],
        ['endLine', place.endLine],
        ['col', place.column],
    ];
    return properties
        .filter(([, value]) => value !== undefined)
        .map(([name, value]) => `${name}=${escapeProperty(String(value))}`)
        .join(',');
}
// The runner prints the lines that stop and resume its commands, so they stay rare: a sentence of ours needs none.
// A command begins a line, after what .NET calls white space, or is `##[` anywhere in it (actions/runner, ActionCommand.cs).
// .NET compares by the rules of a language, which pass over characters that are not seen.
function disarm(text) {
    return text.replace(COMMAND, '$1 ').replace(OLD_COMMAND, '$1 ');
}
const UNSEEN = String.raw `[\p{Default_Ignorable_Code_Point}\0-\x08\x0e-\x1f\x7f-\x9f]`;
const COMMAND = new RegExp(String.raw `^((?:(?![\n\r\u2028\u2029])\s|${UNSEEN})*:)(?=${UNSEEN}*:)`, 'gmu');
const OLD_COMMAND = new RegExp(String.raw `(#${UNSEEN}*#)(?=${UNSEEN}*\[)`, 'gu');
// The escapes of @actions/core's command.ts, which offers no writer of its own to share.
function escapeData(text) {
    return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}
function escapeProperty(text) {
    return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}


/***/ }),

/***/ 33447:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   BN: () => (/* binding */ leadsGroup),
/* harmony export */   C9: () => (/* binding */ countProcessesWithToken),
/* harmony export */   CM: () => (/* binding */ canInterrupt),
/* harmony export */   Oc: () => (/* binding */ findProcessesWithToken),
/* harmony export */   Sj: () => (/* binding */ tokenVariable),
/* harmony export */   _n: () => (/* binding */ isAlive),
/* harmony export */   a7: () => (/* binding */ signalProcess),
/* harmony export */   cu: () => (/* binding */ identityOf),
/* harmony export */   rH: () => (/* binding */ isGroupLeft)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);


/** The environment variable by which everything that a run started can be found again. */
const tokenVariable = 'LOCKSTEP_RUN_TOKEN';
function identityOf(pid) {
    return { pid, startTime: readStat(pid)?.startTime ?? null };
}
/** False for a zombie: it has ended, and only waits to be read by its parent, which may never do so. */
function isAlive({ pid, startTime }) {
    if (process.platform !== 'linux')
        return signalProcess(pid, 0);
    const stat = readStat(pid);
    return stat !== undefined && stat.state !== 'Z' && (startTime === null || stat.startTime === startTime);
}
/** Whether a process of this group is left, zombies aside; `not-known` on platforms without /proc. */
async function isGroupLeft(groupId) {
    const pids = await listProcesses();
    if (pids === 'not-known')
        return 'not-known';
    return pids.map(readStat).some((stat) => stat?.groupId === groupId && stat.state !== 'Z');
}
/** The processes that carry the token in their environment; `not-known` where the platform has no /proc. */
async function findProcessesWithToken(token) {
    const pids = await listProcesses();
    if (pids === 'not-known')
        return 'not-known';
    const needle = Buffer.from(`${tokenVariable}=${token}`);
    const found = [];
    for (const pid of pids) {
        try {
            if ((await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readFile)(`/proc/${String(pid)}/environ`)).includes(needle))
                found.push(pid);
        }
        catch {
            // It ended meanwhile, or belongs to another user: a child of ours has our user.
        }
    }
    return found;
}
/** How many those are. */
async function countProcessesWithToken(token) {
    const found = await findProcessesWithToken(token);
    return found === 'not-known' ? found : found.length;
}
/** A detached process leads a group of its own; what it starts is in its group. */
function leadsGroup(pid) {
    return readStat(pid)?.groupId === pid;
}
/**
 * Whether a process can be asked to end. On Windows each signal ends it at once (nodejs.org/api/process.html#signal-events),
 * and the console's Ctrl+C reaches no detached process, which has no console (libuv, UV_PROCESS_DETACHED).
 */
function canInterrupt() {
    return process.platform !== 'win32';
}
/**
 * Sends a signal to a process, or to a group where `pid` is negative; Windows has no groups. False where it was not
 * there, or not ours, or where an interrupt would kill.
 */
function signalProcess(pid, signal) {
    if (signal === 'SIGINT' && !canInterrupt())
        return false;
    try {
        return process.kill(process.platform === 'win32' ? Math.abs(pid) : pid, signal);
    }
    catch (error) {
        // Under sudo for one: it is there, and belongs to another user.
        return signal === 0 && error.code === 'EPERM';
    }
}
async function listProcesses() {
    if (process.platform !== 'linux')
        return 'not-known';
    try {
        return (await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.readdir)('/proc')).filter((entry) => /^\d+$/.test(entry)).map(Number);
    }
    catch {
        return 'not-known';
    }
}
// proc_pid_stat(5): the second field is the program's name in brackets, and may hold spaces and brackets itself.
function readStat(pid) {
    try {
        const text = (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)(`/proc/${String(pid)}/stat`, 'utf8');
        const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
        const [state, groupId, startTime] = [fields[0], fields[2], fields[19]];
        if (state === undefined || groupId === undefined || startTime === undefined)
            return undefined;
        return { state, groupId: Number(groupId), startTime };
    }
    catch {
        return undefined;
    }
}


/***/ }),

/***/ 61649:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Tk: () => (/* binding */ createRecorder),
/* harmony export */   iq: () => (/* binding */ layTombstone),
/* harmony export */   lR: () => (/* binding */ readRunRecord)
/* harmony export */ });
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(73024);
/* harmony import */ var node_fs__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(76760);
/* harmony import */ var node_path__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_path__WEBPACK_IMPORTED_MODULE_1__);


const recordName = 'record.json';
const tombstoneName = 'tombstone';
/** Synchronous: what follows a note must find it written. Without a record the post step would call nothing off. */
function createRecorder(folder, first) {
    let record = first;
    const write = () => {
        const next = (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, `${recordName}.next`);
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)(next, JSON.stringify(record), { mode: 0o600 });
        (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.renameSync)(next, (0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, recordName));
    };
    const note = (facts) => {
        record = { ...record, ...facts };
        try {
            write();
        }
        catch {
            // A full disk: what runs goes on, and the post step knows less of it.
        }
    };
    note({});
    return {
        begin(terraform, secrets) {
            record = { ...record, terraform, secrets };
            write();
        },
        note,
        noteTerraform(facts) {
            if (record.terraform !== undefined)
                note({ terraform: { ...record.terraform, ...facts } });
        },
        isCalledOff: () => (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.existsSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, tombstoneName)),
    };
}
/** undefined where main was ended before it wrote one, or could not; then it has started no `plan` or `apply`. */
function readRunRecord(folder) {
    try {
        return JSON.parse((0,node_fs__WEBPACK_IMPORTED_MODULE_0__.readFileSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, recordName), 'utf8'));
    }
    catch (error) {
        if (error.code === 'ENOENT')
            return undefined;
        throw error;
    }
}
/** From now on main starts nothing any more (`isCalledOff`). */
function layTombstone(folder) {
    (0,node_fs__WEBPACK_IMPORTED_MODULE_0__.writeFileSync)((0,node_path__WEBPACK_IMPORTED_MODULE_1__.join)(folder, tombstoneName), '', { mode: 0o600 });
}


/***/ }),

/***/ 33313:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   L: () => (/* binding */ saveState),
/* harmony export */   r: () => (/* binding */ readSavedState)
/* harmony export */ });
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(77598);
/* harmony import */ var node_crypto__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_crypto__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(51455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_1__);


/**
 * Hands the state to the post step. One write, since the runner reads the file of a killed step too and fails at half
 * a record; and not through @actions/core, whose loading would delay the start of Terraform.
 */
async function saveState(env, state) {
    const file = env['GITHUB_STATE'];
    if (file === undefined || file === '')
        return;
    const delimiter = `lockstep_${(0,node_crypto__WEBPACK_IMPORTED_MODULE_0__.randomUUID)()}`;
    const records = Object.entries({ token: state.token, 'run-directory': state.runDirectory });
    await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_1__.appendFile)(file, records.map(([name, value]) => `${name}<<${delimiter}\n${value}\n${delimiter}\n`).join(''));
}
/** What `saveState` has saved, as the runner gives it to the post step. */
function readSavedState(env) {
    const { STATE_token: token, 'STATE_run-directory': runDirectory } = env;
    return token === undefined || runDirectory === undefined ? undefined : { token, runDirectory };
}


/***/ }),

/***/ 24233:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   Xc: () => (/* binding */ systemUser),
/* harmony export */   ml: () => (/* binding */ systemClock),
/* harmony export */   vg: () => (/* binding */ systemRandom)
/* harmony export */ });
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(48161);
/* harmony import */ var node_os__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_os__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(58500);
/* harmony import */ var node_timers_promises__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_timers_promises__WEBPACK_IMPORTED_MODULE_1__);


const systemClock = {
    now: () => Date.now(),
    monotonic: () => performance.now(),
    async sleep(ms, signal) {
        try {
            await (0,node_timers_promises__WEBPACK_IMPORTED_MODULE_1__.setTimeout)(ms, undefined, signal === undefined ? {} : { signal });
        }
        catch {
            // Aborted: whoever waits looks at the signal itself.
        }
    },
};
const systemRandom = () => Math.random();
/** `user@host`, as Terraform writes it into a lock. */
function systemUser() {
    let name = 'unknown';
    try {
        name = (0,node_os__WEBPACK_IMPORTED_MODULE_0__.userInfo)().username;
    }
    catch {
        // A container may run as a number that has no name.
    }
    return `${name}@${(0,node_os__WEBPACK_IMPORTED_MODULE_0__.hostname)()}`;
}


/***/ }),

/***/ 94824:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   v: () => (/* binding */ readInstalledEngine)
/* harmony export */ });
/** What `version` prints first: `Terraform v1.11.4`, `OpenTofu v1.9.0`. undefined where it could not be run. */
async function readInstalledEngine(terraform) {
    try {
        const { stdout } = await terraform.run(['version']);
        const [, name, version] = /^(Terraform|OpenTofu) v([\w.+-]{1,100})$/m.exec(stdout) ?? [];
        if (name === undefined || version === undefined)
            return undefined;
        return { engine: name === 'OpenTofu' ? 'tofu' : 'terraform', version };
    }
    catch {
        return undefined;
    }
}


/***/ })

};
