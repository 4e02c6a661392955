import * as fc from "fast-check"
import { timestampOf } from "../ids/Timestamp.ts"
import {
  type Classification,
  type ClassificationReason,
  KnownClassification,
  KnownClassificationReason
} from "../incident/Classification.ts"
import type { Incident } from "../incident/Incident.ts"
import type { IncidentChanges } from "../incident/IncidentAct.ts"
import type { Assignee, IncidentChange } from "../incident/IncidentChange.ts"
import { type IncidentObservation, type IncidentSnapshot, snapshotOf } from "../incident/IncidentObservation.ts"
import type { IncidentOwner } from "../incident/IncidentOwner.ts"
import { type IncidentStatus, KnownIncidentStatus } from "../incident/IncidentStatus.ts"
import type { IncidentVersion } from "../incident/IncidentVersion.ts"
import { KnownSeverity, type Severity } from "../incident/Severity.ts"
import { guid, fullIncidentId, incidentId, timestamp } from "./ArbitraryIds.ts"

/** What a vendor may add to an extensible enum after us. */
const unheardOf = fc.constantFrom("Redirected", "Critical", "UnknownFutureValue")

export const severity: fc.Arbitrary<Severity> = fc.oneof(fc.constantFrom(...KnownSeverity.literals), unheardOf)
const incidentStatus: fc.Arbitrary<IncidentStatus> = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...KnownIncidentStatus.literals) },
  { weight: 1, arbitrary: unheardOf }
)
export const classification: fc.Arbitrary<Classification> = fc.oneof(
  fc.constantFrom(...KnownClassification.literals),
  unheardOf
)
export const classificationReason: fc.Arbitrary<ClassificationReason> = fc.oneof(
  fc.constantFrom(...KnownClassificationReason.literals),
  unheardOf
)

/** As Sentinel writes them: double quotes inside the string. Few, so that equal ones meet. */
export const etag: fc.Arbitrary<string> = fc
  .integer({ min: 0, max: 4 })
  .map((number) => `"0300bf09-0000-0000-0000-00000000000${number}"`)

/** Versions close to each other in time, so that older, equally old and newer ones meet. */
export const incidentVersion: fc.Arbitrary<IncidentVersion> = fc.record({
  etag,
  lastModified: fc.integer({ min: 0, max: 5 }).map((millis) => timestampOf(Date.UTC(2026, 2, 31) + millis))
})

/** Titles as analysts and attackers write them: any characters, halves of surrogate pairs included. */
export const title: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    "Phishing: mailbox rule created",
    "Sign-ins from IPs that attempt sign-ins to disabled accounts",
    "👩‍👩‍👧‍👦 payroll\r\n<script>alert(1)</script>",
    "   ",
    ""
  ),
  fc.string({ unit: "grapheme", maxLength: 300 }),
  fc.string({ unit: "binary", maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units))
)

const incidentOwner: fc.Arbitrary<IncidentOwner> = fc.record(
  {
    id: guid,
    name: fc.string(),
    email: fc.emailAddress(),
    userPrincipalName: fc.emailAddress(),
    kind: fc.constantFrom("User", "Group", "Unknown")
  },
  { requiredKeys: [] }
)

const word = fc.string({ minLength: 1, maxLength: 12 })
const count = fc.nat({ max: 150 })

/** What Defender adds to an incident that it merged. */
const redirected = { name: "Redirected", kind: "AutoAssigned" }

export const incident: fc.Arbitrary<Incident> = fc
  .record(
    {
      id: incidentId,
      armId: fullIncidentId,
      etag,
      number: fc.integer({ min: 1, max: 2_147_483_647 }),
      title,
      description: fc.string({ maxLength: 200 }),
      severity,
      status: incidentStatus,
      classification,
      classificationReason,
      classificationComment: fc.string(),
      owner: incidentOwner,
      labels: fc.array(
        fc.record({ name: word, kind: fc.constantFrom("User", "AutoAssigned") }, { requiredKeys: ["name"] }),
        {
          maxLength: 3
        }
      ),
      firstActivity: timestamp,
      lastActivity: timestamp,
      created: timestamp,
      lastModified: timestamp,
      url: fc.webUrl(),
      providerName: fc.constantFrom("Azure Sentinel", "Microsoft XDR"),
      providerIncidentId: word,
      providerUrl: fc.webUrl(),
      relatedAnalyticRuleIds: fc.array(word, { maxLength: 2 }),
      alertsCount: count,
      bookmarksCount: count,
      commentsCount: count,
      alertProductNames: fc.array(word, { maxLength: 2 }),
      tactics: fc.uniqueArray(fc.constantFrom("InitialAccess", "Persistence", "Exfiltration"), { maxLength: 3 }),
      techniques: fc.array(fc.stringMatching(/^T1[0-9]{3}$/), { maxLength: 2 }),
      merged: fc.oneof(
        fc.constant({}),
        fc.record({ into: fc.nat(), url: fc.webUrl() }, { requiredKeys: ["into"], noNullPrototype: true })
      )
    },
    {
      requiredKeys: [
        "id",
        "armId",
        "etag",
        "number",
        "title",
        "severity",
        "status",
        "labels",
        "created",
        "lastModified",
        "url",
        "relatedAnalyticRuleIds",
        "alertsCount",
        "bookmarksCount",
        "commentsCount",
        "alertProductNames",
        "tactics",
        "techniques"
      ]
    }
  )
  .map((one) => (one.merged === undefined ? one : { ...one, labels: [...one.labels, redirected] }))

export const incidentSnapshot: fc.Arbitrary<IncidentSnapshot> = incident.map(snapshotOf)

const fromTo = <A>(value: fc.Arbitrary<A>) => fc.record({ from: value, to: value }, { noNullPrototype: true })

/** What a write changed: each part or not. */
export const incidentChanges: fc.Arbitrary<IncidentChanges> = fc.record(
  {
    status: fromTo(incidentStatus),
    classification,
    classificationReason,
    severity: fromTo(severity),
    owner: fc.option(fc.record({ name: title }, { noNullPrototype: true })),
    title: fromTo(title)
  },
  { requiredKeys: [], noNullPrototype: true }
)

export const incidentObservation: fc.Arbitrary<IncidentObservation> = fc.oneof(
  { weight: 4, arbitrary: incidentSnapshot.map((found) => ({ _tag: "Found" as const, incident: found })) },
  { weight: 1, arbitrary: incidentId.map((id) => ({ _tag: "Gone" as const, id })) }
)

export const assignee: fc.Arbitrary<Assignee> = fc.record(
  {
    id: guid,
    kind: fc.constantFrom("User", "Group"),
    name: fc.string(),
    email: fc.emailAddress(),
    userPrincipalName: fc.emailAddress()
  },
  { requiredKeys: ["id", "kind"] }
)

/** Any combination of fields, most of them contradictory. */
export const incidentChange: fc.Arbitrary<IncidentChange> = fc.record(
  {
    status: fc.constantFrom(...KnownIncidentStatus.literals),
    classification: fc.constantFrom(...KnownClassification.literals),
    classificationReason: fc.constantFrom(...KnownClassificationReason.literals),
    classificationComment: fc.string(),
    severity: fc.constantFrom(...KnownSeverity.literals),
    owner: fc.option(assignee)
  },
  { requiredKeys: [] }
)
