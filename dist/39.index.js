export const id = 39;
export const ids = [39];
export const modules = {

/***/ 65039:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createIssues: () => (/* binding */ createIssues)
/* harmony export */ });
/* harmony import */ var _backend_request_js__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(2293);
/* harmony import */ var _client_js__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(96584);
/* harmony import */ var _viewer_js__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(9865);



const pageSize = 100;
/** The search lags behind what was written, so the issues are listed, by their author: GitHub counts pull requests in. */
function createIssues({ client, repository, carriesMarker, cancelled }) {
    const place = (0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .splitRepository */ .T8)(repository);
    let viewer;
    const findBy = async (creator) => {
        const { request } = await client();
        for (let page = 1;; page += 1) {
            const { data } = await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_1__/* .within */ .u)(async (signal) => await request('GET /repos/{owner}/{repo}/issues', {
                ...place,
                ...{ creator, state: 'all', sort: 'created', direction: 'asc', per_page: pageSize, page },
                request: { signal },
            }), cancelled);
            const ours = data.find(({ body, pull_request: pullRequest, user }) => pullRequest === undefined && (0,_viewer_js__WEBPACK_IMPORTED_MODULE_2__/* .loginOf */ .D)(user?.login) === (0,_viewer_js__WEBPACK_IMPORTED_MODULE_2__/* .loginOf */ .D)(creator) && carriesMarker(body ?? ''));
            if (ours !== undefined)
                return foundIssue(ours);
            if (data.length < pageSize)
                return undefined;
        }
    };
    const find = async () => {
        const github = await client();
        viewer ??= await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_1__/* .within */ .u)(async (signal) => await (0,_viewer_js__WEBPACK_IMPORTED_MODULE_2__/* .readViewer */ .n)(github, signal), cancelled);
        const found = await findBy(viewer);
        if (found !== undefined || viewer.endsWith('[bot]'))
            return found;
        // The name of an app may have come without its suffix; GitHub answers 422 for a name that nobody has.
        return await unless([422], async () => await findBy(`${String(viewer)}[bot]`));
    };
    const change = async (issue, { body, state }) => {
        const { request } = await client();
        const { data } = (await unless([404, 410], async () => await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_1__/* .within */ .u)(async (signal) => await request('PATCH /repos/{owner}/{repo}/issues/{issue_number}', {
            ...{ ...place, issue_number: issue.number, body },
            ...(state === undefined ? {} : { state }),
            request: { signal },
        }), cancelled))) ?? {};
        return data === undefined ? undefined : foundIssue(data);
    };
    const make = async ({ title, body, labels }) => {
        const { request } = await client();
        const { data } = await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_1__/* .within */ .u)(async (signal) => await request('POST /repos/{owner}/{repo}/issues', {
            ...{ ...place, title, body, labels: [...labels] },
            // An issue whose answer was lost stands there already.
            request: { signal, retries: 0 },
        }), cancelled);
        return foundIssue(data);
    };
    return {
        find,
        change,
        async create(issue) {
            let made;
            try {
                made = await make(issue);
            }
            catch (error) {
                if (!(0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .mayHaveBeenStored */ .LD)(error))
                    throw error;
            }
            const oldest = await find();
            if (oldest === undefined)
                return made ?? (await make(issue));
            if (made === undefined || made.number <= oldest.number)
                return made ?? oldest;
            await change(made, { body: issue.bodyOfDuplicate(oldest), state: 'closed' });
            return (await change(oldest, { body: issue.body })) ?? oldest;
        },
        async comment(issue, body) {
            const { request } = await client();
            await (0,_backend_request_js__WEBPACK_IMPORTED_MODULE_1__/* .within */ .u)(async (signal) => await request('POST /repos/{owner}/{repo}/issues/{issue_number}/comments', {
                ...{ ...place, issue_number: issue.number, body },
                // A comment whose answer was lost stands there already.
                request: { signal, retries: 0 },
            }), cancelled);
        },
    };
}
function foundIssue(issue) {
    const { number, html_url: url, body, state, state_reason: reason } = issue;
    return { number, url, body: body ?? '', isOpen: state === 'open', reason: reason ?? null };
}
async function unless(statuses, request) {
    try {
        return await request();
    }
    catch (error) {
        if (statuses.includes((0,_client_js__WEBPACK_IMPORTED_MODULE_0__/* .statusOfError */ .mW)(error) ?? 0))
            return undefined;
        throw error;
    }
}


/***/ })

};
