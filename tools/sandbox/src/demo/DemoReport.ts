/** What `npm run demo -- --json` prints. */
export interface DemoReport {
  readonly incident: DemoIncident
  readonly platformTeamIdAfterCreate: string
  readonly platformTeamIdAfterReopen: string
  /** In the order in which the team was seen in them, looking ten times a second. `at`: since when, ISO 8601. */
  readonly phases: ReadonlyArray<{ readonly phase: string; readonly at: string }>
  /** Whom the request for the team named, favorites and a group's members included; how many got in, and who didn't. */
  readonly people: {
    readonly asked: number
    readonly added: number
    readonly refused: ReadonlyArray<{ readonly name: string; readonly reason: string }>
  }
  /** Calls of Microsoft Graph from the commit until the team was open, archived, open again, and all was done. */
  readonly graphCalls: { readonly create: number; readonly archive: number; readonly reopen: number }
  readonly refusals: ReadonlyArray<Refusal>
  /** Live teams in the whole tenant at the end. */
  readonly teamsOnPlatform: number
  /** From the command's start to the story's end. */
  readonly seconds: number
}

export interface DemoIncident {
  readonly id: string
  readonly number: number
  readonly title: string
}

export interface Refusal {
  readonly who: string
  readonly what: string
  /** HTTP status. */
  readonly status: number
  /** The problem's stable type. */
  readonly type: string
}

/** What `npm run demo -- merge --json` prints. */
export interface MergeReport {
  /** Microsoft Defender merges the first into the second. */
  readonly merged: DemoIncident
  readonly survivor: DemoIncident
  /** Each team as the platform shows it, the merged incident's first. */
  readonly before: readonly [MergingTeam, MergingTeam]
  readonly after: readonly [MergingTeam, MergingTeam]
  /** The team that continues, and the numbers of its incidents, the lead first. */
  readonly continues: { readonly platformTeamId: string; readonly incidents: ReadonlyArray<number> }
  /** Live teams in the whole tenant at the end. */
  readonly teamsOnPlatform: number
  /** From the command's start to the story's end. */
  readonly seconds: number
}

/** What `npm run demo -- setup --json` prints. */
export interface SetupReport {
  /** Rows of the first plan: all, and those that setup made. */
  readonly plan: { readonly rows: number; readonly made: number }
  /** Rows of the second plan that aren't there. */
  readonly changesOfSecondPlan: number
  /** Of doctor, with what setup made; as often as it was run, the last time without a problem. */
  readonly problems: ReadonlyArray<number>
  readonly incident: DemoIncident
  readonly platformTeamIdAfterCreate: string
  readonly platformTeamIdAfterReopen: string
  /** Live teams in the whole tenant at the end. */
  readonly teamsOnPlatform: number
  /** Until setup had ended, until doctor found no problem, and until the story ended; from the command's start. */
  readonly seconds: { readonly setup: number; readonly doctor: number; readonly all: number }
}

export interface MergingTeam {
  readonly platformTeamId: string
  readonly name: string
  readonly archived: boolean
  /** The names of its owners, members and guests, in alphabetical order. */
  readonly people: ReadonlyArray<string>
}
