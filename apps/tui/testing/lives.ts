import fc from "fast-check"
import type { Message } from "../src/console/Message.ts"
import type { State } from "../src/console/State.ts"
import { update } from "../src/console/update.ts"
import type { Key } from "../src/keys/Key.ts"
import type { Failure } from "../src/requests/Failure.ts"
import type { Request } from "../src/requests/Request.ts"
import { answerTo } from "./answerTo.ts"
import { consoleUnderTest, refusal } from "./consoleUnderTest.ts"
import * as sample from "./samples.ts"

const phases = ["requested", "provisioning", "open", "archiving", "archived", "reopening", "lost"] as const

/** One incident of each kind that there is. */
export const incidents = [
  sample.incident(1),
  sample.incident(2, { status: "Active", severity: "Informational", title: "漢字 \u001b[2J 👩‍👩‍👧‍👦 \u202egnp.exe" }),
  sample.incident(3, { status: "Closed", classification: "TruePositive" }),
  ...phases.map((phase, at) => {
    const incident = sample.incident(10 + at, { severity: at % 2 === 0 ? "Low" : "Medium" })
    return { ...incident, team: sample.summary(incident, { phase }) }
  }),
  (() => {
    const incident = sample.incident(20)
    const blocked = { step: "EnsureTeam", reason: "No license.", remedy: "Buy one.", since: sample.now }
    return { ...incident, team: sample.summary(incident, { phase: "provisioning", blocked }) }
  })()
]

const letters = "abcdefghijklmnopqrstuvwxyz".split("")
const named: ReadonlyArray<Key> = [
  ...letters,
  ...letters.map((letter) => letter.toUpperCase()),
  ...letters.map((letter) => `ctrl+${letter}`),
  ..."0123456789?:/*+-.é漢".split(""),
  ..."up down left right pageup pagedown home end enter esc tab shift+tab space backspace delete".split(" ")
]
/** Those that lead somewhere come more often than the many that don't. */
export const key = fc.oneof(
  fc.constantFrom(...named),
  fc.constantFrom(
    "enter",
    "down",
    "tab",
    "n",
    "c",
    "L",
    "m",
    "u",
    "a",
    "e",
    "x",
    ":",
    "?",
    "/",
    "2",
    "3",
    "d",
    "+",
    "y",
    "ctrl+s",
    "A"
  )
)

const failure: fc.Arbitrary<Failure> = fc
  .constantFrom("refused", "changed", "signedOut", "busy", "unreachable", "fault")
  .map((kind) => ({ ...refusal, kind }))

const size = fc.record({ columns: fc.integer({ min: 1, max: 220 }), rows: fc.integer({ min: 1, max: 70 }) })

/** What may happen: a key, or something outside. `answer`: the oldest open question is answered, or fails. */
type Happening =
  | { readonly _tag: "Message"; readonly message: Message }
  | { readonly _tag: "Answer"; readonly failure: Failure | undefined }

const happening: fc.Arbitrary<Happening> = fc
  .oneof(
    { weight: 10, arbitrary: key.map((one): Message => ({ _tag: "Pressed", key: one })) },
    { weight: 1, arbitrary: fc.string({ unit: "binary" }).map((text): Message => ({ _tag: "Pasted", text })) },
    { weight: 1, arbitrary: size.map((one): Message => ({ _tag: "Resized", size: one })) },
    { weight: 1, arbitrary: fc.nat(60_000).map((passed): Message => ({ _tag: "Ticked", now: sample.now + passed })) },
    {
      weight: 1,
      arbitrary: fc
        .constantFrom(...incidents)
        .chain((incident) => fc.constantFrom(...phases).map((phase) => sample.summary(incident, { phase })))
        .chain((team) =>
          fc
            .subarray([team.incident.id, ...incidents.map(({ id }) => id)])
            .map((served): Message => ({ _tag: "TeamChanged", team, incidents: served }))
        )
    },
    {
      weight: 1,
      arbitrary: fc.constantFrom(...incidents).map((incident): Message => ({ _tag: "IncidentChanged", incident }))
    },
    { weight: 1, arbitrary: failure.map((one): Message => ({ _tag: "LiveBroke", failure: one })) },
    { weight: 1, arbitrary: fc.constant<Message>({ _tag: "LiveBegan" }) },
    {
      weight: 1,
      arbitrary: fc.constantFrom<Message>(
        { _tag: "SignInShown", address: "https://microsoft.com/devicelogin", code: "ABCD-EFGH" },
        { _tag: "SignInFailed", failure: refusal },
        { _tag: "SignedIn" }
      )
    }
  )
  .map((message): Happening => ({ _tag: "Message", message }))
const answering: fc.Arbitrary<Happening> = fc
  .option(failure, { nil: undefined, freq: 3 })
  .map((one) => ({ _tag: "Answer", failure: one }))

/** What the server would say: something true of the samples. */
const answered = (request: Request): Message => {
  const incidentOf = (id: string) => incidents.find((one) => one.id === id) ?? sample.incident(1)
  const teamOf = (id: string) => {
    const team = sample.team(incidents.find((one) => one.team?.id === id) ?? sample.incident(1))
    return { ...team, incidents: [...team.incidents, sample.merged] }
  }
  const operation = (id: string) => ({
    id: `${id}-1`,
    status: "Running" as const,
    teamId: teamOf(id).id,
    incidentId: teamOf(id).incident.id
  })
  switch (request._tag) {
    case "Me":
      return answerTo<"Me">(request, sample.me)
    case "ReadTrouble":
      return answerTo<"ReadTrouble">(request, [
        {
          kind: "credentials",
          message: "The application's credentials are rejected; teams wait until this is corrected."
        }
      ])
    case "ListIncidents":
      return answerTo<"ListIncidents">(request, { items: incidents })
    case "ReadIncident":
      return answerTo<"ReadIncident">(request, { value: incidentOf(request.incidentId), etag: '"2"' })
    case "ReadDetails":
      return answerTo<"ReadDetails">(request, { value: sample.details(incidentOf(request.incidentId)), etag: '"2"' })
    case "ReadTeam":
      return answerTo<"ReadTeam">(request, { value: teamOf(request.teamId), etag: '"2"' })
    case "ReadTimeline":
      return answerTo<"ReadTimeline">(request, { items: sample.timeline })
    case "ReadAccessRequests":
      return answerTo<"ReadAccessRequests">(request, sample.accessRequests)
    case "DraftTeam":
      return answerTo<"DraftTeam">(request, {
        incidentId: request.incidentId,
        name: "War room",
        description: "About it.",
        preselected: [{ principal: { kind: "group", ...sample.tier1 }, people: 12 }]
      })
    case "SearchPeople":
      return answerTo<"SearchPeople">(request, {
        people: [
          { ...sample.elif, userPrincipalName: "elif@woodgrove.example", guest: false },
          { ...sample.hugo, userPrincipalName: "hugo@woodgrove.example", guest: false, refusal: "Disabled." }
        ],
        groups: [sample.tier1]
      })
    case "SizeGroup":
      return answerTo<"SizeGroup">(request, { ...sample.tier1, people: 12 })
    case "ChangeIncident":
      return answerTo<"ChangeIncident">(request, { value: request.seen, etag: '"2"' })
    case "CreateTeam":
      return answerTo<"CreateTeam">(request, operation(sample.teamId(1)))
    case "RenameTeam":
      return answerTo<"RenameTeam">(request, operation(request.seen.value.id))
    case "AddPeople":
    case "LinkIncident":
    case "UnlinkIncident":
    case "DecideMerge":
    case "ArchiveNow":
    case "KeepOpen":
    case "RemovePeople":
    case "RetryTeam":
    case "RestoreTeam":
    case "RecreateTeam":
      return answerTo<"AddPeople">({ ...request, _tag: "AddPeople", who: {} }, operation(request.teamId))
    case "AskAccess":
      return answerTo<"AskAccess">(request, { status: "pending", person: sample.ben })
    case "DecideAccess":
      return answerTo<"DecideAccess">(request, { id: request.requestId, status: "approved" })
    case "ReadFavorites":
    case "Star":
    case "Unstar":
      return answerTo<"ReadFavorites">({ _tag: "ReadFavorites" }, sample.favorites)
  }
}

/** Plays what happens, and hands each step to `look`. */
export const played = (
  happenings: ReadonlyArray<Happening>,
  look: (before: State, message: Message, after: ReturnType<typeof update>, open: ReadonlyArray<Request>) => void,
  options: Parameters<typeof consoleUnderTest>[0] = {}
): State => {
  const { state: first } = consoleUnderTest({ incidents, ...options })
  let state = first()
  const open: Array<Request> = []
  for (const one of happenings) {
    const request = one._tag === "Answer" ? open.shift() : undefined
    const message =
      one._tag === "Message"
        ? one.message
        : request === undefined
          ? undefined
          : one.failure === undefined
            ? answered(request)
            : ({ _tag: "Failed", request, failure: one.failure } as const)
    if (message === undefined) continue
    const after = update(state, message)
    look(state, message, after, open)
    for (const intent of after.intents) {
      if (intent._tag === "Ask" || intent._tag === "AskSoon") open.push(intent.request)
    }
    state = after.state
  }
  return state
}

export const press = (...keys: ReadonlyArray<Key>): ReadonlyArray<Happening> =>
  keys.map((one) => ({ _tag: "Message", message: { _tag: "Pressed", key: one } }))
const answers: ReadonlyArray<Happening> = Array.from({ length: 5 }, () => ({ _tag: "Answer", failure: undefined }))

/** Ways into what keys at random seldom find: an incident's pane with everything read, and the dialogs behind it. */
const journey: fc.Arbitrary<ReadonlyArray<Happening>> = fc
  .tuple(
    fc.constantFrom("1", "2", "3", "4", "5", "6", "7"),
    fc.nat(incidents.length).map((steps) => Array.from({ length: steps }, (): Key => "down")),
    fc.constantFrom<ReadonlyArray<Key>>(
      ["d"],
      ["e", "tab"],
      ["+"],
      ["-"],
      ["M"],
      ["c"],
      ["n"],
      ["a"],
      ["A"],
      ["L", "down"],
      ["L", "enter", "down"],
      ["L", "1", "down"],
      ["ctrl+l"],
      ["y"]
    )
  )
  .map(([section, down, last]) => [
    ...press("esc", "esc", "esc", "g", ...down, "enter"),
    ...answers,
    ...press(section, "down", ...last),
    ...answers
  ])

/** Several incidents marked, and something done about all of them. */
const together: fc.Arbitrary<ReadonlyArray<Happening>> = fc
  .constantFrom<Key>("c", "i", "a")
  .map((last) => [
    ...press("esc", "esc", "esc", "g", "space", "space", "down", "space", last, "down", "enter"),
    ...answers
  ])

const signedOut: ReadonlyArray<Happening> = [
  ...press("esc", "esc", "r"),
  { _tag: "Answer", failure: { ...refusal, kind: "signedOut" } },
  ...press("ctrl+l")
]

export const life = fc
  .array(
    fc.oneof(
      { weight: 8, arbitrary: happening.map((one) => [one]) },
      { weight: 2, arbitrary: answering.map((one) => [one]) },
      {
        weight: 1,
        arbitrary: fc.oneof(
          { weight: 9, arbitrary: journey },
          { weight: 3, arbitrary: together },
          { weight: 1, arbitrary: fc.constant(signedOut) }
        )
      }
    ),
    { maxLength: 50 }
  )
  .map((parts) => parts.flat())
