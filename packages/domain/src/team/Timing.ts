/**
 * Every duration of the lifecycle, in milliseconds of the wall clock. `decide` works with them and writes the moments
 * that follow into its events, so that folding stored events never depends on how a deployment is configured.
 */
export interface Timing {
  /** Graph asks for more than 30 s between two reads of one operation (teamsAsyncOperation). */
  readonly pollEvery: number
  /** After "operation does not end" the team is blocked; the operation is still read, but rarely. */
  readonly pollBlockedEvery: number
  /** Past this an operation's own status is no longer needed: the team's state, read twice, may stand in for it. */
  readonly operationDeadline: number
  /** Past this an operation that still runs needs a person. */
  readonly operationLimit: number
  /** A call that answered without an operation to follow, or not at all, is given up after this. */
  readonly callDeadline: number
  /** A difference is believed when it is read twice, at least this far apart. */
  readonly confirmAfter: number
  /** "Not there" (a team, an incident) is believed when it is read twice, at least this far apart. */
  readonly confirmMissingAfter: number
  /** Graph's terms allow one read a day of a team that is not known to change. */
  readonly verifyEvery: number
  /** When someone opens the team here, it is checked again, but not more often than this. */
  readonly verifyOnOpen: number
  /** How long an attempt that ended without a terminal status explains a difference in its direction. */
  readonly orphanMemory: number
  /** Of such an attempt the team is checked at once and after each of these. */
  readonly orphanChecks: ReadonlyArray<number>
  /** A second manual change within this time is not corrected any more. */
  readonly manualChangeMemory: number
  /** One lease of a worker; after a takeover the former holder's call may still land within it. Never scaled. */
  readonly lease: number
  /** A fresh group carries no team at once: asking so soon would only cost a call. */
  readonly teamFirstAfter: number
  /** A fresh group's team: the first tries are this far apart (Graph: PUT /groups/{id}/team) ... */
  readonly teamRetryEvery: number
  readonly teamQuickTries: number
  /** ... then backing off to this ... */
  readonly teamRetryAtMost: number
  /** ... until the platform has answered for so long that it isn't ready; the same counts for a group that can't be made yet. */
  readonly teamDeadline: number
  /** Any other failure that may pass: first pause, doubled each time up to the last. */
  readonly retryFirst: number
  readonly retryAtMost: number
  /** What has failed transiently for so long holds up neither the end of provisioning nor, after it, an archive. */
  readonly stalledAfter: number
  /** A team that expires is renewed so long before: Entra ID warns its owners 30 days before (Microsoft Learn). */
  readonly renewBefore: number
  /** ... but not more often than this, for a lifetime can be as short as 30 days; until that is all that is left. */
  readonly renewEvery: number
  /** How long an incident that was only seen closed counts as open: detections close and reopen incidents in minutes. */
  readonly closeGrace: number
  /** How long a team that was merged into another one stays open, so that people see where it goes on. */
  readonly mergeGrace: number
  /** Microsoft Defender marks an incident as merged minutes before the survivor can be found; later a person is told. */
  readonly mergePatience: number
  /** How long a deleted team can be restored (Graph: deleted groups are kept 30 days). */
  readonly restorableFor: number
}

const second = 1_000
const minute = 60 * second
const hour = 60 * minute

export const timing: Timing = {
  pollEvery: 31 * second,
  pollBlockedEvery: 10 * minute,
  operationDeadline: 10 * minute,
  operationLimit: 60 * minute,
  callDeadline: 2 * minute,
  confirmAfter: 30 * second,
  confirmMissingAfter: 5 * minute,
  verifyEvery: 24 * hour,
  verifyOnOpen: minute,
  orphanMemory: 24 * hour,
  orphanChecks: [minute, 5 * minute, 15 * minute],
  manualChangeMemory: 24 * hour,
  lease: 60 * second,
  teamFirstAfter: 5 * second,
  teamRetryEvery: 10 * second,
  teamQuickTries: 3,
  teamRetryAtMost: 60 * second,
  teamDeadline: 20 * minute,
  retryFirst: 2 * second,
  retryAtMost: 5 * minute,
  stalledAfter: 15 * minute,
  renewBefore: 35 * 24 * hour,
  renewEvery: 7 * 24 * hour,
  closeGrace: 5 * minute,
  mergeGrace: 15 * minute,
  mergePatience: 30 * minute,
  restorableFor: 30 * 24 * hour
}

/** The same proportions on a platform whose time runs `scale` times as fast (`PLATFORM_TIME_SCALE`). */
export const scaledTiming = (scale: number): Timing => ({
  pollEvery: timing.pollEvery / scale,
  pollBlockedEvery: timing.pollBlockedEvery / scale,
  operationDeadline: timing.operationDeadline / scale,
  operationLimit: timing.operationLimit / scale,
  callDeadline: timing.callDeadline / scale,
  confirmAfter: timing.confirmAfter / scale,
  confirmMissingAfter: timing.confirmMissingAfter / scale,
  verifyEvery: timing.verifyEvery / scale,
  verifyOnOpen: timing.verifyOnOpen / scale,
  orphanMemory: timing.orphanMemory / scale,
  orphanChecks: timing.orphanChecks.map((check) => check / scale),
  manualChangeMemory: timing.manualChangeMemory / scale,
  lease: timing.lease,
  teamFirstAfter: timing.teamFirstAfter / scale,
  teamRetryEvery: timing.teamRetryEvery / scale,
  teamQuickTries: timing.teamQuickTries,
  teamRetryAtMost: timing.teamRetryAtMost / scale,
  teamDeadline: timing.teamDeadline / scale,
  retryFirst: timing.retryFirst / scale,
  retryAtMost: timing.retryAtMost / scale,
  stalledAfter: timing.stalledAfter / scale,
  renewBefore: timing.renewBefore / scale,
  renewEvery: timing.renewEvery / scale,
  closeGrace: timing.closeGrace / scale,
  mergeGrace: timing.mergeGrace / scale,
  mergePatience: timing.mergePatience / scale,
  restorableFor: timing.restorableFor / scale
})

/** The pause before try number `tries` + 1, without jitter; never shorter than what the platform asked for. */
export const pause = (tries: number, asked: number, first: number, atMost: number): number =>
  Math.max(Math.min(first * 2 ** (tries - 1), atMost), asked)
