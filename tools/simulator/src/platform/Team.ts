/** A team as the platform holds it: plain data, as kept in the state file. Its id is its group's. */

export interface TeamMember {
  userId: string
  roles: Array<"owner" | "guest">
  addedAt: number
  /** GET members lists it from then on; `null`: never. */
  visibleAt: number | null
}

/** A removed member who is still listed until `hiddenAt`. */
export interface RemovedMember extends TeamMember {
  hiddenAt: number
}

export interface Tab {
  id: string
  displayName: string
  teamsAppId: string
  configuration: {
    entityId: string | null
    contentUrl: string | null
    websiteUrl: string | null
    removeUrl: string | null
  }
  visibleAt: number
  /** Deleted, but still listed until then. */
  hiddenAt: number | null
}

export interface Channel {
  /** As `19:…@thread.tacv2`. */
  id: string
  displayName: string
  description: string | null
  membershipType: "standard" | "private"
  createdAt: number
  tabs: Array<Tab>
  messages: Array<{
    id: string
    from: string
    at: number
    subject: string | null
    contentType: string
    content: string
  }>
}

export interface Team {
  id: string
  internalId: string
  createdAt: number
  /** GET team answers 404 until then. */
  provisionedAt: number
  classification: string | null
  isArchived: boolean
  /** When isArchived last changed; reads show it later. */
  archivedChangedAt: number
  /** Settings objects (memberSettings, …) as the client wrote them over the defaults. */
  settings: Record<string, Record<string, unknown>>
  members: Array<TeamMember>
  removedMembers: Array<RemovedMember>
  channels: Array<Channel>
  installedApps: Array<{ id: string; teamsAppId: string }>
}

/** How an operation deviates from its normal course; see the fault "operation". */
export interface OperationDeviation {
  /**
   * fail: ends as failed, without effect. failAfterEffect: ends as failed, though done. stuck: has its effect but
   * stays inProgress. never: neither effect nor end. gone: 404 once it has ended. unknown: its status reads
   * unknownFutureValue until it ends.
   */
  ends: "fail" | "failAfterEffect" | "stuck" | "never" | "gone" | "unknown"
  error?: { code: string; message: string }
  /** How many first reads of the operation are answered 404. */
  missingReads?: number
}

export interface Operation {
  id: string
  teamId: string
  type: "archiveTeam" | "unarchiveTeam" | "createTeam" | "teamifyGroup"
  createdAt: number
  startsAt: number
  endsAt: number
  /** Its end has been applied to the team: once, even across a restart. */
  settled: boolean
  /** The result that reads show; null for an operation that is stuck although it is settled. */
  outcome: "succeeded" | "failed" | null
  deviation: Partial<OperationDeviation> | null
  missingReads: number
  error: { code: string; message: string } | null
}
