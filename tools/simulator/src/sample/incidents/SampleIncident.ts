import type {
  Classification,
  ClassificationReason,
  EntityRecord,
  IncidentSeverity,
  IncidentStatus
} from "../../platform/ArmState.ts"
import type { PersonKey } from "../people.ts"

/** A fictional incident, with times relative to now. Durations are minutes. */
export interface SampleIncident {
  /** A GUID, fixed so that tests and documentation may contain it. */
  readonly name: string
  /** Per workspace. */
  readonly number: number
  readonly title: string
  readonly description: string
  readonly severity: IncidentSeverity
  readonly status: IncidentStatus
  readonly owner?: PersonKey
  readonly closed?: {
    readonly classification: Classification
    readonly reason?: ClassificationReason
    readonly comment: string
  }
  readonly openedMinutesAgo: number
  readonly changedMinutesAgo: number
  /** Name of the analytics rule; absent for an incident from Defender or one that a person created. */
  readonly rule?: string
  readonly tactics: ReadonlyArray<string>
  readonly techniques: ReadonlyArray<string>
  readonly labels?: ReadonlyArray<string>
  /** Set by automation rules. */
  readonly automaticLabels?: ReadonlyArray<string>
  /** Number of the incident in the Defender portal that this one mirrors. */
  readonly defenderNumber?: number
  readonly alerts: ReadonlyArray<SampleAlert>
  readonly entities: ReadonlyArray<EntityRecord>
  readonly bookmarks?: ReadonlyArray<SampleBookmark>
  readonly comments?: ReadonlyArray<SampleComment>
  readonly tasks?: ReadonlyArray<SampleTask>
}

export interface SampleAlert {
  readonly title: string
  readonly description: string
  readonly product: string
  readonly severity: IncidentSeverity
  readonly minutesAgo: number
  readonly lastsMinutes: number
  readonly tactics: ReadonlyArray<string>
  readonly compromised: string
  readonly remediation?: ReadonlyArray<string>
}

export interface SampleBookmark {
  readonly title: string
  readonly by: PersonKey
  readonly minutesAgo: number
  readonly notes: string
  readonly query: string
  readonly row: Readonly<Record<string, string | number>>
}

export interface SampleComment {
  readonly by: PersonKey
  readonly minutesAgo: number
  readonly message: string
}

export interface SampleTask {
  readonly title: string
  readonly description?: string
  readonly by: PersonKey
  readonly completed?: true
}
