/** The n-th id of the sample tenant, the same in every tenant made from it (tools/simulator/README.md). */
const sampleId = (number: number): string => `7a1e0000-0000-4000-8000-${String(number).padStart(12, "0")}`

const subscription = "7a1e0000-5a3b-4c1d-9e2f-0d0000000002"
const resourceGroup = "rg-soc"

/** What tests know beforehand of the sample tenant. Its secret opens nothing but the simulator. */
export const sample = {
  person: {
    /** Sentinel Contributor, may create teams. */
    ana: sampleId(101),
    /** Sentinel Responder, may create teams. */
    ben: sampleId(102),
    /** Sentinel Responder who may not create groups. */
    chloe: sampleId(103),
    /** Sentinel Reader. */
    dev: sampleId(104),
    /** No Azure role. */
    elif: sampleId(105),
    /** No Teams license. */
    farid: sampleId(106),
    /** A guest. */
    greta: sampleId(107),
    /** A disabled account. */
    hugo: sampleId(108),
    /** The standby owner. */
    ines: sampleId(109)
  },
  group: {
    tier1: sampleId(201),
    tier2: sampleId(202),
    /** Both tiers, as groups in it. */
    all: sampleId(203),
    /** 420 people. */
    itOperations: sampleId(206),
    /** 3,600 people. */
    thousands: sampleId(208)
  },
  /** The applications' client ids. */
  client: { server: sampleId(301), console: sampleId(304) },
  /** The applications' service principals. */
  servicePrincipal: { server: sampleId(401), playbook: sampleId(402), stranger: sampleId(403) },
  /** The server's. */
  secret: "sample-secret-of-server",
  subscription,
  resourceGroup,
  /** The ARM id of a Log Analytics workspace. */
  workspace: (name: "soc-prod" | "soc-lab" | (string & {})): string =>
    `/subscriptions/${subscription}/resourceGroups/${resourceGroup}/providers/Microsoft.OperationalInsights/workspaces/${name}`
} as const
