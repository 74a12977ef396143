export const id = 352;
export const ids = [352];
export const modules = {

/***/ 62352:
/***/ ((__unused_webpack_module, __webpack_exports__, __webpack_require__) => {

__webpack_require__.r(__webpack_exports__);
/* harmony export */ __webpack_require__.d(__webpack_exports__, {
/* harmony export */   createDynamoDbClient: () => (/* binding */ createDynamoDbClient),
/* harmony export */   createS3Client: () => (/* binding */ createS3Client)
/* harmony export */ });
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0__ = __webpack_require__(51455);
/* harmony import */ var node_fs_promises__WEBPACK_IMPORTED_MODULE_0___default = /*#__PURE__*/__webpack_require__.n(node_fs_promises__WEBPACK_IMPORTED_MODULE_0__);
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_1__ = __webpack_require__(37067);
/* harmony import */ var node_http__WEBPACK_IMPORTED_MODULE_1___default = /*#__PURE__*/__webpack_require__.n(node_http__WEBPACK_IMPORTED_MODULE_1__);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_2__ = __webpack_require__(44708);
/* harmony import */ var node_https__WEBPACK_IMPORTED_MODULE_2___default = /*#__PURE__*/__webpack_require__.n(node_https__WEBPACK_IMPORTED_MODULE_2__);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_3__ = __webpack_require__(41692);
/* harmony import */ var node_tls__WEBPACK_IMPORTED_MODULE_3___default = /*#__PURE__*/__webpack_require__.n(node_tls__WEBPACK_IMPORTED_MODULE_3__);
/* harmony import */ var _aws_sdk_client_s3__WEBPACK_IMPORTED_MODULE_6__ = __webpack_require__(53711);
/* harmony import */ var _smithy_node_http_handler__WEBPACK_IMPORTED_MODULE_7__ = __webpack_require__(61279);
/* harmony import */ var _retry_duration_js__WEBPACK_IMPORTED_MODULE_4__ = __webpack_require__(87100);
/* harmony import */ var _s3_config_js__WEBPACK_IMPORTED_MODULE_5__ = __webpack_require__(75051);








const connectionTimeoutMs = 3_000;
/** An S3 client that reaches the bucket as Terraform's backend would. */
async function createS3Client(config) {
    const { s3 } = config.endpoints;
    return new _aws_sdk_client_s3__WEBPACK_IMPORTED_MODULE_6__.S3Client({
        ...(await clientOptions(config)),
        ...(s3 === undefined ? {} : { endpoint: s3 }),
        forcePathStyle: config.usePathStyle,
        // Stores other than AWS refuse checksums that they do not know.
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
    });
}
async function createDynamoDbClient(config) {
    const { DynamoDBClient } = await __webpack_require__.e(/* import() */ 305).then(__webpack_require__.t.bind(__webpack_require__, 64305, 19));
    const { dynamodb } = config.endpoints;
    return new DynamoDBClient({
        ...(await clientOptions(config)),
        ...(dynamodb === undefined ? {} : { endpoint: dynamodb }),
    });
}
async function clientOptions(config) {
    const requestHandler = await createRequestHandler(config.transport);
    const credentials = await createCredentials(config, requestHandler);
    return {
        maxAttempts: 3,
        requestHandler,
        ...(config.region === undefined ? {} : { region: config.region }),
        ...(config.credentials.profile === undefined ? {} : { profile: config.credentials.profile }),
        ...(credentials === undefined ? {} : { credentials }),
        ...(config.useFips === undefined ? {} : { useFipsEndpoint: config.useFips }),
        ...(config.useDualStack === undefined ? {} : { useDualstackEndpoint: config.useDualStack }),
    };
}
async function createRequestHandler(transport) {
    const proxyEnv = (0,_s3_config_js__WEBPACK_IMPORTED_MODULE_5__/* .proxyEnvironment */ .w)(transport);
    const tls = {
        ...(transport.insecure ? { rejectUnauthorized: false } : {}),
        ...(transport.caBundle === undefined
            ? {}
            : { ca: [...(0,node_tls__WEBPACK_IMPORTED_MODULE_3__.getCACertificates)('default'), await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(transport.caBundle, 'utf8')] }),
    };
    const options = { keepAlive: true, ...(proxyEnv === undefined ? {} : { proxyEnv }) };
    return new _smithy_node_http_handler__WEBPACK_IMPORTED_MODULE_7__.NodeHttpHandler({
        connectionTimeout: connectionTimeoutMs,
        httpAgent: new node_http__WEBPACK_IMPORTED_MODULE_1__.Agent(options),
        httpsAgent: new node_https__WEBPACK_IMPORTED_MODULE_2__.Agent({ ...options, ...tls }),
    });
}
/** undefined: the SDK's own chain, which reads the environment as Terraform does. */
async function createCredentials(config, requestHandler) {
    const { credentials } = config;
    const base = await createBaseCredentials(credentials);
    const { assumeRole, assumeRoleWithWebIdentity } = credentials;
    if (assumeRole === undefined && assumeRoleWithWebIdentity === undefined)
        return base;
    const { fromTemporaryCredentials, fromWebToken } = await __webpack_require__.e(/* import() */ 719).then(__webpack_require__.t.bind(__webpack_require__, 29719, 19));
    const region = config.stsRegion ?? config.region;
    const clientConfig = {
        requestHandler,
        ...(region === undefined ? {} : { region }),
        ...(config.endpoints.sts === undefined ? {} : { endpoint: config.endpoints.sts }),
    };
    const webIdentity = assumeRoleWithWebIdentity === undefined
        ? undefined
        : fromWebToken({ ...(await webIdentityParameters(assumeRoleWithWebIdentity)), clientConfig });
    if (assumeRole === undefined)
        return webIdentity;
    const masterCredentials = webIdentity ?? base;
    return fromTemporaryCredentials({
        params: assumeRoleParameters(assumeRole),
        clientConfig,
        ...(masterCredentials === undefined ? {} : { masterCredentials }),
    });
}
async function createBaseCredentials(credentials) {
    const { accessKey, profile, sharedConfigFile, sharedCredentialsFile } = credentials;
    if (accessKey !== undefined) {
        const { id, secret, token } = accessKey;
        return {
            accessKeyId: id,
            secretAccessKey: secret,
            ...(token === undefined ? {} : { sessionToken: token }),
        };
    }
    const files = {
        ...(sharedConfigFile === undefined ? {} : { configFilepath: sharedConfigFile }),
        ...(sharedCredentialsFile === undefined ? {} : { filepath: sharedCredentialsFile }),
    };
    const options = { ...files, ...(profile === undefined ? {} : { profile }) };
    const isDefault = Object.keys(options).length === 0;
    if (isDefault && !credentials.skipMetadata)
        return undefined;
    const providers = await __webpack_require__.e(/* import() */ 719).then(__webpack_require__.t.bind(__webpack_require__, 29719, 19));
    if (!credentials.skipMetadata)
        return providers.fromNodeProviderChain(options);
    const { fromEnv, fromHttp, fromIni, fromProcess, fromTokenFile, createCredentialChain } = providers;
    // What a container is given (ECS, EKS Pod Identity) is not the instance's metadata.
    const fromContainer = async () => await fromHttp()();
    const chain = [fromIni(options), fromProcess(options), fromTokenFile(), fromContainer];
    return profile === undefined ? createCredentialChain(fromEnv(), ...chain) : createCredentialChain(...chain);
}
function assumeRoleParameters(block) {
    const tags = block['tags'];
    return withoutUndefined({
        ...roleParameters(block),
        ExternalId: textOf(block['external_id']),
        SourceIdentity: textOf(block['source_identity']),
        Tags: isRecord(tags)
            ? Object.entries(tags).map(([Key, value]) => ({ Key, Value: String(value) }))
            : undefined,
        TransitiveTagKeys: listOf(block['transitive_tag_keys']),
        Policy: textOf(block['policy']),
        PolicyArns: listOf(block['policy_arns'])?.map((arn) => ({ arn })),
        DurationSeconds: durationSeconds(block['duration']),
    });
}
async function webIdentityParameters(block) {
    const { RoleArn, RoleSessionName } = roleParameters(block);
    const file = textOf(block['web_identity_token_file']);
    const token = textOf(block['web_identity_token']) ?? (file === undefined ? '' : await (0,node_fs_promises__WEBPACK_IMPORTED_MODULE_0__.readFile)(file, 'utf8'));
    return withoutUndefined({
        roleArn: RoleArn,
        roleSessionName: RoleSessionName,
        webIdentityToken: token.trim(),
        policy: textOf(block['policy']),
        policyArns: listOf(block['policy_arns'])?.map((arn) => ({ arn })),
        durationSeconds: durationSeconds(block['duration']),
    });
}
function roleParameters(block) {
    return {
        RoleArn: textOf(block['role_arn']) ?? '',
        RoleSessionName: textOf(block['session_name']) ?? 'lockstep',
    };
}
// Terraform takes a Go duration here; STS takes seconds.
function durationSeconds(value) {
    const text = textOf(value);
    return text === undefined ? undefined : Math.round((0,_retry_duration_js__WEBPACK_IMPORTED_MODULE_4__/* .parseDuration */ .E9)(text) / 1000);
}
function textOf(value) {
    return typeof value === 'string' && value !== '' ? value : undefined;
}
function listOf(value) {
    return Array.isArray(value) && value.length > 0 ? value.map(String) : undefined;
}
function isRecord(value) {
    return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function withoutUndefined(value) {
    return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
}


/***/ })

};
