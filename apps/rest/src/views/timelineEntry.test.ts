import { TimelineEntry } from "@incident-teams/api/teams/TimelineView"
import { oddWordsIn } from "@incident-teams/api/testing/plainEnglish"
import { defined } from "@incident-teams/domain/defined"
import { ApplicationId, GroupId, PersonId } from "@incident-teams/domain/ids/directoryIds"
import { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { TeamId } from "@incident-teams/domain/ids/TeamId"
import { timestampOf } from "@incident-teams/domain/ids/Timestamp"
import type { TeamEvent } from "@incident-teams/domain/team/TeamEvent"
import { timelineFacts } from "@incident-teams/domain/team/timelineFacts"
import { incidentSnapshot } from "@incident-teams/domain/testing/ArbitraryIncident"
import { everyTeamEvent } from "@incident-teams/domain/testing/ArbitraryTeam"
import { outsideIsolates, rightToLeft, unsafe } from "@incident-teams/domain/testing/ArbitraryText"
import { Schema } from "effect"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { isDetail, timelineEntry } from "./timelineEntry.ts"

const ana = "2046feea-040d-4a46-9e2b-91c2941bfa70"
const team = TeamId.make("k3v5c2mqzt7n4wjy6abdxe2fho")

/** A history from its beginning, as the timeline shows it. */
const entriesOf = (events: ReadonlyArray<TeamEvent>) => {
  const facts = timelineFacts(events)
  return events.map((event, index) => timelineEntry(team, { position: index + 1, event, facts: facts[index]! }))
}
/** What is said of the last of these events. */
const textOf = (...events: ReadonlyArray<TeamEvent>) => entriesOf(events).at(-1)?.text

const codec = Schema.toCodecJson(TimelineEntry)

it("always puts an event of any kind into a sentence of plain English that no text in it can break or reorder", () => {
  fc.assert(
    fc.property(everyTeamEvent, (events) => {
      for (const entry of entriesOf(events)) {
        expect(Schema.decodeSync(codec)(Schema.encodeSync(codec)(entry))).toEqual(entry)
        expect(entry.text).not.toMatch(/undefined|\[object/u)
        expect(entry.text).toMatch(/\S/u)
        expect(oddWordsIn(entry.text)).toEqual([])
        expect(outsideIsolates(entry.text)).not.toMatch(unsafe)
        expect(outsideIsolates(entry.text)).not.toMatch(rightToLeft)
      }
    })
  )
})

it("leaves out delays that pass within seconds, and people of whom nothing is new", () => {
  const at = timestampOf(0)
  const delayed = { _tag: "StepDelayed", step: "Archive", until: at, reason: "Busy.", at } as const
  expect([1, 2, 3, 4, 5, 6].map((tries) => isDetail({ ...delayed, tries }))).toEqual([
    true,
    true,
    true,
    true,
    false,
    true
  ])
  expect(textOf({ ...delayed, tries: 5 })).toBe("Delayed after 5 attempts: archiving the team. Busy.")
  const settled = { _tag: "PeopleSettled", chunk: 1, kind: "add", done: [], refused: [], left: 3, at } as const
  expect(isDetail(settled)).toBe(true)
  expect(isDetail({ ...settled, refused: [{ id: PersonId.make(ana), name: "Ana", reason: "Disabled." }] })).toBe(false)
})

it.each<[TeamEvent, string]>([
  [{ _tag: "Archived", attempt: 3, at: timestampOf(0) }, "The team was archived."],
  [
    {
      _tag: "AccessDecided",
      request: "r",
      person: { id: PersonId.make(ana), name: "Ana" },
      approved: false,
      reason: "Not yours",
      by: { _tag: "System" },
      at: timestampOf(0)
    },
    "Incident Teams denied access for Ana: Not yours."
  ],
  [
    {
      _tag: "PeopleSettled",
      chunk: 1,
      kind: "add",
      done: [PersonId.make(ana)],
      refused: [{ id: PersonId.make(ana), name: "Hugo", reason: "The account is disabled." }],
      left: 0,
      at: timestampOf(0)
    },
    `Added: ${ana}. Not added: Hugo (The account is disabled).`
  ],
  [
    {
      _tag: "AddedInTeams",
      people: [{ id: PersonId.make(ana), name: "Greta" }],
      at: timestampOf(0)
    },
    "Someone added Greta in Teams."
  ],
  [
    {
      _tag: "AddedInTeams",
      people: [{ id: PersonId.make(ana), name: "Greta" }],
      others: 900,
      at: timestampOf(0)
    },
    "Someone added 901 people (Greta among them) in Teams."
  ],
  [
    {
      _tag: "Blocked",
      step: "EnsureTeam",
      reason: "No license",
      remedy: "Assign one; then retry.",
      at: timestampOf(0)
    },
    "Action needed: the team can't be created. No license. Assign one; then retry."
  ]
])("says what happened: %o", (event, text) => {
  expect(textOf(event)).toBe(text)
})

describe("the record of a team", () => {
  const at = timestampOf(0)
  const person = (number: number, name: string) => ({
    id: PersonId.make(`2046feea-040d-4a46-9e2b-${String(number).padStart(12, "0")}`),
    name
  })
  const [anaSample, ben, chloe, hugo] = [
    person(1, "Ana Sample"),
    person(2, "Ben Sample"),
    person(3, "Chloe Sample"),
    person(4, "Hugo Sample")
  ]
  const [dev, sam] = [person(5, "Dev Sample"), person(6, "Sam Standby")]
  const by = { _tag: "User", ...ben } as const
  const playbook = {
    _tag: "Application",
    id: ApplicationId.make("9c1f5a52-3c0b-4c62-8e2a-1b7d3f5e9a10"),
    name: "SOC playbook"
  } as const
  const legal = { id: GroupId.make("5f0e8c1a-7d7e-4a1b-9d56-0c5b6a7d8e9f"), name: "Legal" }
  const [incident] = fc.sample(incidentSnapshot, { numRuns: 1, seed: 1 })
  const asked = (chunk: number, kind: "add" | "remove", people: ReadonlyArray<typeof ben>, more: object = {}) =>
    ({ _tag: "PeopleRequested", chunk, kind, people, refused: [], by, at, ...more }) as const
  const settled = (chunk: number, kind: "add" | "remove", people: ReadonlyArray<typeof ben>, refused = [] as const) =>
    ({ _tag: "PeopleSettled", chunk, kind, done: people.map(({ id }) => id), refused, left: 0, at }) as const
  const renamed = { name: "INC-4111", description: "Another text", at }
  const life: ReadonlyArray<readonly [TeamEvent, string]> = [
    [
      {
        _tag: "TeamRequested",
        id: team,
        incident: { ...incident!, number: 4111 },
        name: "INC-4111",
        description: "A text",
        owners: [ben],
        standbyOwners: [sam],
        chores: ["page", "announcement"],
        by,
        at
      },
      'Ben Sample requested the team "INC-4111" for incident 4111. Owner: Ben Sample. Standby owner: Sam Standby.'
    ],
    [
      asked(0, "add", [anaSample, chloe], {
        refused: [{ ...hugo, reason: "The account is disabled." }],
        favorites: [chloe.id]
      }),
      "Ben Sample requested: add Ana Sample and Chloe Sample (favorite). Can't be added: Hugo Sample (The account is disabled)."
    ],
    [{ _tag: "GroupRequested", group: legal, by, at }, "Ben Sample requested: add the members of the group Legal."],
    [{ _tag: "GroupExpanded", group: legal.id, people: 2, at }, "2 people of the group Legal will be added."],
    [
      asked(1, "add", [dev, hugo], { group: legal.id, mentioned: [anaSample] }),
      "Ben Sample requested: add 2 people of the group Legal (Dev Sample and Hugo Sample). Also in the group Legal, and requested before: Ana Sample."
    ],
    [settled(0, "add", [anaSample, chloe]), "Added: Ana Sample and Chloe Sample (favorite). Requested by Ben Sample."],
    [settled(1, "add", [dev]), "Added: 1 person of the group Legal (Dev Sample). Requested by Ben Sample."],
    [
      { _tag: "RenameRequested", name: "INC-4111", description: "Another text", by: playbook, at },
      "SOC playbook requested: change the team's description."
    ],
    [{ _tag: "Renamed", ...renamed }, 'In Teams, the team is called "INC-4111", as requested.'],
    [
      {
        _tag: "IncidentChanged",
        number: 4111,
        etag: "2",
        changes: {
          status: { from: "Active", to: "Closed" },
          classification: "BenignPositive",
          classificationReason: "SuspiciousButExpected"
        },
        by,
        at
      },
      "Ben Sample closed incident 4111 as benign positive: suspicious but expected."
    ],
    [{ _tag: "GroupDropped", group: legal.id, by, at }, "Ben Sample requested: remove the group Legal."],
    [
      asked(2, "remove", [dev], { group: legal.id }),
      "Ben Sample requested: remove 1 person of the group Legal (Dev Sample)."
    ],
    [settled(2, "remove", [dev]), "Removed: 1 person of the group Legal (Dev Sample). Requested by Ben Sample."],
    [asked(3, "add", [ben]), "Ben Sample requested: join the team."],
    [asked(4, "remove", [ben]), "Ben Sample requested: leave the team."],
    [
      { _tag: "OwnersEnsured", owners: [sam.id], at },
      "Sam Standby (standby owner) owns the team now, because it had no owner."
    ],
    [{ _tag: "IncidentDeleted", number: 4111, by: playbook, at }, "SOC playbook deleted incident 4111."]
  ]

  it("says why a standby owner owns a new team", () => {
    const [[requested]] = life as readonly [(typeof life)[number]]
    const group = {
      _tag: "GroupEnsured",
      platformTeamId: PlatformTeamId.make("t"),
      found: false,
      readyAt: at,
      at
    } as const
    const events = [
      { ...requested, standIns: [sam.id] },
      { ...requested, standIns: [] },
      { ...group, standIn: sam },
      group
    ]
    expect(
      entriesOf(events as ReadonlyArray<TeamEvent>).map(({ text }) => text.replace(/^.*incident 4111\. /u, ""))
    ).toEqual([
      "Owner: Ben Sample. Standby owner: Sam Standby. The standby owner owns the team, because no other owner can.",
      "Owner: Ben Sample.",
      "The team's group was created. Sam Standby, a standby owner, owns it, because no one else who was to own it can.",
      "The team's group was created."
    ])
  })

  describe("says why a team is opened or archived", () => {
    const [requested] = life[0]!
    const read = (number: number, status: "Active" | "Closed", version: number) => ({
      ...defined({ ...incident!, merged: undefined }),
      id: IncidentId.make(`soc~${number}`),
      number,
      status,
      lastModified: timestampOf(version),
      etag: `"${version}"`
    })
    const first = { ...requested, incident: read(4111, "Active", 0) } as TeamEvent
    const joins = {
      _tag: "LinkRequested",
      link: 1,
      target: team,
      incident: read(4120, "Active", 0),
      merge: false,
      lead: false,
      by,
      at
    } as const
    const two: ReadonlyArray<TeamEvent> = [first, joins, { _tag: "IncidentsLinked", link: 1, at }]
    const observed = (number: number, status: "Active" | "Closed", version: number): TeamEvent => ({
      _tag: "IncidentObserved",
      incident: read(number, status, version),
      at
    })
    const archive: TeamEvent = { _tag: "DesiredStateChanged", desiredState: "archived", generation: 2, at }
    const open: TeamEvent = { _tag: "DesiredStateChanged", desiredState: "open", generation: 3, at }
    const closed = [observed(4111, "Closed", 1), observed(4120, "Closed", 1), archive]
    const byHand = (archived: boolean): TeamEvent => ({ _tag: "ChangedInTeams", archived, at })
    const reopened: TeamEvent = { _tag: "Reopened", attempt: 9, at }

    it.each<[string, ReadonlyArray<TeamEvent>, string]>([
      [
        "one incident, closed",
        [first, observed(4111, "Closed", 1), archive],
        "The incident is no longer open, so the team will be archived."
      ],
      [
        "one incident, open again",
        [first, observed(4111, "Closed", 1), archive, observed(4111, "Active", 2), open],
        "The incident is open again, so the team will be reopened."
      ],
      [
        "several incidents, all closed",
        [...two, ...closed],
        "The team will be archived, because none of its 2 incidents is open."
      ],
      [
        "several incidents, one open again",
        [...two, ...closed, observed(4120, "Active", 2), open],
        "The team will be reopened, because incident 4120 is open."
      ],
      [
        "several incidents, all open again",
        [...two, ...closed, observed(4111, "Active", 2), observed(4120, "Active", 2), open],
        "The team will be reopened, because incidents 4111 and 4120 are open."
      ],
      [
        "another team that took over",
        [
          first,
          { _tag: "TeamMerged", into: { id: team, name: "Other" }, link: 1, confirmAt: at, by, at },
          { _tag: "MergeConfirmed", at },
          archive
        ],
        "The team will be archived, because another team serves its incidents now."
      ],
      [
        "its own archive by hand",
        [first, byHand(true), reopened],
        "The team was reopened, because its incident is open."
      ],
      [
        "an archive by hand, with several incidents",
        [...two, byHand(true), reopened],
        "The team was reopened, because incidents 4111 and 4120 are open."
      ],
      [
        "a reopening by hand",
        [first, observed(4111, "Closed", 1), archive, byHand(false), { _tag: "Archived", attempt: 9, at }],
        "The team was archived, because its incident isn't open."
      ],
      [
        "no manual change",
        [first, observed(4111, "Closed", 1), archive, { _tag: "Archived", attempt: 9, at }],
        "The team was archived."
      ]
    ])("by %s", (_, events, text) => {
      expect(textOf(...events)).toBe(text)
    })
  })

  it("says in each sentence who did what to whom, and why", () => {
    const told = entriesOf(life.map(([event]) => event)).map(({ text }) => text)
    expect(told).toEqual(life.map(([, text]) => text))
  })

  it("has the same as data", () => {
    const entries = entriesOf(life.map(([event]) => event))
    expect(entries[1]).toMatchObject({
      by: { kind: "person", id: ben.id },
      people: [
        { ...anaSample, status: "asked", ground: "request" },
        { ...chloe, status: "asked", ground: "favorite" },
        { ...hugo, status: "refused", ground: "request", reason: "The account is disabled." }
      ],
      peopleCount: 3
    })
    expect(entries[6]).toMatchObject({
      by: { kind: "person", id: ben.id },
      people: [{ ...dev, status: "added", ground: "group", group: legal }]
    })
    expect(entries[9]).toMatchObject({
      event: "IncidentChanged",
      by: { kind: "person", name: "Ben Sample" },
      changes: { status: { from: "Active", to: "Closed" }, classification: "BenignPositive" }
    })
  })

  it("stays small however many people an event speaks of", () => {
    const crowd = Array.from({ length: 200 }, (_, number) => person(number, `Person ${number}`))
    const [, entry] = entriesOf([life[0]![0], asked(0, "add", crowd, { group: legal.id })])
    expect(entry).toMatchObject({
      text: expect.stringMatching(/add 200 people of the group .+ \(Person 0, .+, and 195 others\)\.$/u),
      peopleCount: 200,
      peopleLink: `/v1/teams/${team}/timeline/2/people`
    })
    expect(entry?.people).toHaveLength(10)
    expect(JSON.stringify(entry).length).toBeLessThan(3_000)
  })
})
