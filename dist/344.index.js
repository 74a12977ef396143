export const id = 344;
export const ids = [344];
export const modules = {

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


/***/ })

};
