/** A value that won't do, what else it takes, and what is said of it beside the setting's name. */
export interface Unfit {
  readonly value: string
  readonly with?: Readonly<Record<string, string>>
  readonly says: RegExp
}

const unfit = (value: string, says: RegExp, more: Readonly<Record<string, string>> = {}): Unfit => ({
  value,
  says,
  with: more
})

const traced = { OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:9" }
const guid = /GUID/u
const wholeNumber = /integer|number|at least|greater/iu

/** For each setting of the server one value or more that it refuses at the start. */
export const unfitSettings: Readonly<Record<string, ReadonlyArray<Unfit>>> = {
  AZURE_TENANT_ID: [unfit("", /isn't set/u), unfit("contoso", guid)],
  AZURE_CLIENT_ID: [unfit("", /isn't set/u), unfit("incident-teams", guid)],
  AZURE_CREDENTIAL: [unfit("password", /secret, certificate, managed-identity or workload-identity/u)],
  AZURE_CLIENT_SECRET: [unfit("", /Set AZURE_CLIENT_SECRET/u, { AZURE_CREDENTIAL: "secret" })],
  AZURE_CLIENT_CERTIFICATE_PATH: [
    unfit("/nowhere/app.pem", /can't be read.*PEM file with an RSA certificate/u, { AZURE_CREDENTIAL: "certificate" })
  ],
  AZURE_FEDERATED_TOKEN_FILE: [unfit("/nowhere/token", /isn't there/u, { AZURE_CREDENTIAL: "workload-identity" })],
  AZURE_MANAGED_IDENTITY_CLIENT_ID: [unfit("own", guid)],
  AZURE_AUTHORITY_HOST: [unfit("http://localhost", /begins with https/u)],
  API_SCOPE: [unfit("read write", /one scope/u)],
  CONSOLE_CLIENT_ID: [unfit("console", guid)],

  PAGE_SECRET: [
    unfit("short", /32/u),
    unfit("", /PAGE_SECRET/u, { AZURE_CLIENT_SECRET: "", AZURE_CREDENTIAL: "managed-identity" })
  ],
  PAGE_SESSION_MINUTES: [unfit("1", /from 5 to 720/u)],
  PAGE_FRAME_ANCESTORS: [unfit("teams.microsoft.com; script-src *", /source expression|separated by spaces/u)],

  GRAPH_URL: [unfit("http://localhost", /begins with https/u)],
  GRAPH_TIMEOUT_SECONDS: [unfit("0", /above 0/u), unfit("soon", /number/u)],
  TEAMS_APP_ID: [unfit("our-app", guid)],
  ARM_URL: [unfit("http://localhost", /an https address/u)],
  ARM_API_VERSION: [unfit("latest", /such as 2025-09-01/u)],
  SENTINEL_WORKSPACES: [unfit("", /No Sentinel workspace/u), unfit("soc", /has no alias/u)],
  PLATFORM_TIME_SCALE: [
    unfit("0", /between 1 and 10000/u),
    unfit("100", /real cloud/u, { GRAPH_URL: "https://graph.microsoft.com" })
  ],

  PUBLIC_URL: [unfit("", /address|URL/u), unfit("ftp://example.org", /such as https:\/\/incidents\.example\.org/u)],
  INCIDENT_TEAMS_NAMESPACE: [unfit("Main", /lower-case letters or digits/u)],
  STANDBY_OWNERS: [unfit("ines", guid)],
  ACCESS_DECISION: [unfit("nobody", /"owner" \| "automatic"/u)],
  ACCESS_PAUSE_MINUTES: [unfit("-1", /whole minutes from 0 to 10080/u), unfit("1.5", /integer/u)],
  DEFENDER_INCIDENTS: [unfit("on", /"auto" \| "off"/u)],
  MERGE: [unfit("always", /"follow" \| "ask" \| "off"/u)],
  ANNOUNCE: [unfit("perhaps", /"true"/u)],
  NEUTRAL_NAMES: [unfit("perhaps", /"true"/u)],

  ALLOW_NETWORK_DATA: [unfit("perhaps", /"true"/u)],
  INCIDENT_TEAMS_DATA: [unfit("/proc/nowhere", /folder/iu)],
  COSMOS_ENDPOINT: [unfit("http://localhost", /such as https:\/\/name\.documents\.azure\.com/u)],
  COSMOS_DATABASE: [unfit("a/b", /without \//u, { COSMOS_ENDPOINT: "https://localhost" })],
  POSTGRES_URL: [
    unfit("mysql://localhost/teams", /isn't the address of a PostgreSQL database/u),
    unfit("postgresql://teams@db.example.com/teams?sslmode=disable", /without TLS only/iu),
    unfit("postgresql://teams@127.0.0.1:1/teams", /two stores/u, { COSMOS_ENDPOINT: "https://localhost" })
  ],
  POSTGRES_SCHEMA: [unfit("Teams", /lower-case letters/u, { POSTGRES_URL: "postgresql://teams@127.0.0.1:1/teams" })],
  POSTGRES_CONNECTIONS: [unfit("1", /from 2 to 200/u, { POSTGRES_URL: "postgresql://teams@127.0.0.1:1/teams" })],
  WORKER_LEASE_SECONDS: [unfit("0", /between 1 and 600/u)],
  CLOSE_GRACE_MINUTES: [unfit("10081", /between 0 and 10080/u)],
  MERGE_GRACE_MINUTES: [unfit("-1", /between 0 and 10080/u)],
  WORKER_CONCURRENCY: [unfit("0", /between 1 and 1000/u)],
  FEED_SWEEP_SECONDS: [unfit("0", /between 0\.1 and 3600/u)],
  HOST: [unfit("192.0.2.1", /no such address/u)],
  PORT: [unfit("http", /port|number/u), unfit("65536", /a port from 0/u)],
  TLS_CERT_FILE: [unfit("/nowhere/tls.crt", /TLS_KEY_FILE/u)],
  TLS_KEY_FILE: [unfit("/nowhere/tls.key", /TLS_CERT_FILE/u)],
  RATE_LIMIT_PER_MINUTE: [unfit("0", /between 1 and 1000000/u)],
  REQUESTS_AT_ONCE: [unfit("0", /between|from 1/u)],
  READY_WHEN_SATURATED: [unfit("perhaps", /"true"/u)],
  CORS_ORIGINS: [
    unfit("*", /origins such as/u),
    unfit("https://portal.example.org/path", /origins such as/u),
    unfit("portal.example.org", /origins such as/u)
  ],
  METRICS: [unfit("loud", /"on" \| "off"/u)],
  LOG_LEVEL: [unfit("loud", /"Info"/u)],

  OTEL_EXPORTER_OTLP_ENDPOINT: [unfit("collector:4318", /http or https address/u)],
  OTEL_EXPORTER_OTLP_PROTOCOL: [unfit("grpc", /"http\/json"/u, traced)],
  OTEL_EXPORTER_OTLP_HEADERS: [unfit("a key=1", /name=value/u, traced)],
  OTEL_EXPORTER_OTLP_COMPRESSION: [unfit("zstd", /"gzip"/u, traced)],
  OTEL_EXPORTER_OTLP_TIMEOUT: [unfit("soon", wholeNumber, traced)],
  OTEL_BSP_SCHEDULE_DELAY: [unfit("0", wholeNumber, traced)],
  OTEL_BSP_MAX_EXPORT_BATCH_SIZE: [unfit("0", wholeNumber, traced)],
  OTEL_RESOURCE_ATTRIBUTES: [unfit("a key=1", /name=value/u, traced)],
  OTEL_TRACES_EXPORTER: [unfit("jaeger", /"otlp"/u, traced)],
  OTEL_SDK_DISABLED: [unfit("perhaps", /"true"/u, traced)]
}

/** Any text will do: a name or a key that somebody else has given, which only asking them can tell. */
export const anyText: ReadonlySet<string> = new Set(["API_AUDIENCE", "COSMOS_KEY", "OTEL_SERVICE_NAME"])
