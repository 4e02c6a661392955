import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import { describe, expect, it } from "vitest"
import type { TeamView } from "../teams/TeamView.ts"
import { servedText } from "./served.ts"

type Served = TeamView["incidents"][number]

const id = IncidentId.make("soc~73e01a99-5cd7-4139-a149-9f2736ff2ab5")
const since = timestampOf(1_000)
const served: Served = {
  id,
  number: 4111,
  title: "Phishing",
  closed: false,
  gone: false,
  state: "served",
  founding: true
}

describe("an incident of a team", () => {
  it.each<readonly [Partial<Served>, string]>([
    [{}, "#4111 Phishing"],
    [{ closed: true }, "#4111 Phishing (Closed)"],
    [{ closed: true, gone: true }, "#4111 Phishing (Deleted in Microsoft Sentinel)"],
    [{ state: "joining" }, "#4111 Phishing (Being linked)"],
    [{ state: "leaving" }, "#4111 Phishing (Being unlinked)"],
    [
      { closed: true, merge: { since, status: "searching" } },
      "#4111 Phishing (Merged by Microsoft Defender; looking for the incident that continues it)"
    ],
    [
      { closed: true, merge: { since, status: "searching", into: { id, number: 4120 } } },
      "#4111 Phishing (Merged by Microsoft Defender; #4120 is going to continue it)"
    ],
    [
      { closed: true, merge: { since, status: "followed", into: { id, number: 4120 } } },
      "#4111 Phishing (Merged into #4120 by Microsoft Defender; the team continues there)"
    ],
    [
      { closed: true, merge: { since, status: "dismissed" } },
      "#4111 Phishing (Merged by Microsoft Defender; no incident continues it)"
    ]
  ])("%j", (change, text) => {
    expect(servedText({ ...served, ...change })).toBe(text)
  })
})
