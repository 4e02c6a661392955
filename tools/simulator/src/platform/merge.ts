import { type ArmState, type IncidentRecord, touch, type Workspace } from "./ArmState.ts"

/** What a merge by Microsoft Defender does, in the order in which effects of the same moment occur. */
export const mergeEffects = ["redirect", "mark", "close", "alerts"] as const

/**
 * `redirect`: Graph shows the source as redirected to the target. `mark`: in Sentinel, the source has the label Redirected
 * and, on previews, the target's number. `close`: in Sentinel, the source is closed. `alerts`: alerts, entities, rules and
 * labels are the target's.
 */
export type MergeEffect = (typeof mergeEffects)[number]

/** One effect of a merge that is still to come. Incidents are named by their resource names. */
export interface MergeStep {
  /** Milliseconds since the epoch. */
  readonly at: number
  readonly effect: MergeEffect
  readonly workspace: string
  readonly source: string
  readonly target: string
}

export const mergeMark = "Redirected"

/** Whether Defender knows the incident. One that was made through the API or by a person in Sentinel never goes there. */
export const isFromDefender = ({ providerName }: IncidentRecord): boolean => providerName === "Microsoft XDR"

/** The incident with this id in Defender, and its workspace. */
export const defenderIncident = (
  { workspaces }: ArmState,
  id: string
): { readonly workspace: Workspace; readonly incident: IncidentRecord } | undefined => {
  for (const workspace of workspaces) {
    const incident = workspace.incidents.find((one) => isFromDefender(one) && one.providerIncidentId === id)
    if (incident !== undefined) return { workspace, incident }
  }
  return undefined
}

/** A number that no incident of the tenant has in Defender. */
export const nextDefenderId = ({ workspaces }: ArmState): number =>
  1 +
  workspaces
    .flatMap(({ incidents }) => incidents)
    .filter(isFromDefender)
    .reduce((highest, { providerIncidentId }) => Math.max(highest, Number(providerIncidentId)), 30_000)

/** Carries out the effects of merges that are due, in the order of their times. Returns whether there was one. */
export const settleMerges = (arm: ArmState, now: number): boolean => {
  const due = arm.mergeSteps.filter(({ at }) => at <= now).toSorted((one, other) => one.at - other.at)
  if (due.length === 0) return false
  arm.mergeSteps = arm.mergeSteps.filter(({ at }) => at > now)
  for (const step of due) {
    const workspace = arm.workspaces.find(({ name }) => name === step.workspace)
    const source = workspace?.incidents.find(({ name }) => name === step.source)
    const target = workspace?.incidents.find(({ name }) => name === step.target)
    // One that was deleted meanwhile.
    if (source === undefined || target === undefined) continue
    carryOut(arm, step.effect, source, target, new Date(step.at))
  }
  return true
}

const carryOut = (
  arm: ArmState,
  effect: MergeEffect,
  source: IncidentRecord,
  target: IncidentRecord,
  at: Date
): void => {
  switch (effect) {
    case "redirect":
      if (arm.behavior.earlierRedirects === "rewrite") {
        for (const { incidents } of arm.workspaces) {
          for (const earlier of incidents) {
            if (earlier.redirectIncidentId === source.providerIncidentId) {
              earlier.redirectIncidentId = target.providerIncidentId
            }
          }
        }
      }
      source.redirectIncidentId = target.providerIncidentId
      return
    case "mark":
      source.mergedInto = {
        number: target.incidentNumber,
        url: `https://security.microsoft.com/incidents/${target.providerIncidentId}`
      }
      source.written.labels = [...source.written.labels, { labelName: mergeMark, labelType: "AutoAssigned" }]
      touch(arm, source, at)
      return
    case "close":
      source.written.status = "Closed"
      source.written.classification = "Undetermined"
      touch(arm, source, at)
      return
    case "alerts": {
      const moved = source.written.labels.filter(({ labelName }) => labelName !== mergeMark)
      const names = new Set(target.written.labels.map(({ labelName }) => labelName))
      target.alerts.push(...source.alerts.splice(0))
      target.entities.push(...source.entities.splice(0))
      target.analyticRules = [...new Set([...target.analyticRules, ...source.analyticRules])]
      target.written.labels = [...target.written.labels, ...moved.filter(({ labelName }) => !names.has(labelName))]
      source.written.labels = source.written.labels.filter(({ labelName }) => labelName === mergeMark)
      touch(arm, source, at)
      touch(arm, target, at)
    }
  }
}
