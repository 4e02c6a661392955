import {
  type PeopleAnswer,
  PlatformBusy,
  type PlatformFailure,
  PlatformRefused,
  type TeamNotFound
} from "@incident-teams/application/ports/CollaborationPlatform"
import { defined } from "@incident-teams/domain/defined"
import type { PersonId } from "@incident-teams/domain/ids/directoryIds"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { RefusedPerson } from "@incident-teams/domain/team/Outcome"
import type { Person } from "@incident-teams/domain/team/Person"
import { Effect, Schema } from "effect"
import type { GraphClient } from "../GraphClient.ts"
import type { CallFailure, Missing, Refusal } from "../wire/CallFailure.ts"
import { unreadableAnswer } from "../wire/failureOf.ts"
import { bind, type GraphRequest } from "../wire/GraphRequest.ts"
import { memberships } from "./members.ts"
import { ageOf, ofTeam } from "./ofTeam.ts"
import { peopleResult, PersonResult, type PersonVerdict } from "./peopleResult.ts"

type Client = GraphClient["Service"]
type Answer = Effect.Effect<PeopleAnswer, TeamNotFound | PlatformFailure>

/** Graph: at most 200 people in members/add (conversationmembers-add), 20 in members/remove. */
const mostAdded = 200
const mostRemoved = 20

/** Calls for one chunk: a worker's lease must not run out over a chunk that has to be taken apart. */
export const mostCalls = 8

const Results = Schema.Struct({ value: Schema.Array(PersonResult) })

const asMember = (person: Person, roles?: ReadonlyArray<"owner">) => ({
  "@odata.type": "#microsoft.graph.aadUserConversationMember",
  ...defined({ roles }),
  "user@odata.bind": bind("users", person.id)
})

/** Codes of a transient failure of one person. */
const transientCodes = new Set([
  "toomanyrequests",
  "serviceunavailable",
  "badgateway",
  "gatewaytimeout",
  "internalservererror",
  "generalexception",
  "unknownerror",
  "timeout",
  ""
])

const isTransient = (code: string): boolean => transientCodes.has(code.toLowerCase())

const notFound = new Set(["notfound", "itemnotfound", "request_resourcenotfound"])

const isNotFound = (code: string): boolean => notFound.has(code.toLowerCase())

/** Codes that are also reported for someone who is a member already. */
const mayBeMember = (code: string): boolean => ["badrequest", "invalidrequest", "conflict"].includes(code.toLowerCase())

/** Why Teams rejected a person, for the person who asked. The service's own messages aren't for people. */
const refusalReason = (code: string): string => {
  if (isNotFound(code)) return "The account was deleted from the directory, or is disabled."
  if (mayBeMember(code)) return "Teams can't add this account. It may be disabled, or not be a user account."
  return code.toLowerCase() === "forbidden" || code.toLowerCase() === "accessdenied"
    ? "Teams denied this account. It may be a guest whom an application may not add, the team may be full, or the account may be in too many teams."
    : `Teams rejected this account (${code}).`
}

/** 200 and 207 report a result for each person; 204 means that all are done. */
const ask = (
  client: Client,
  request: GraphRequest,
  people: ReadonlyArray<Person>
): Effect.Effect<ReadonlyArray<PersonVerdict>, CallFailure> =>
  Effect.gen(function* () {
    const { status, body } = yield* client.send(request)
    if (status === 204) return people.map((person): PersonVerdict => ({ _tag: "Done", person }))
    const { value } = yield* Schema.decodeUnknownEffect(Results)(body).pipe(
      Effect.mapError((cause) => unreadableAnswer(request, cause))
    )
    return peopleResult(people, value)
  })

/** Equal parts, at most `pieces` of them. */
const parts = (people: ReadonlyArray<Person>, pieces: number): ReadonlyArray<ReadonlyArray<Person>> => {
  const size = Math.max(1, Math.ceil(people.length / pieces))
  return Array.from({ length: Math.ceil(people.length / size) }, (_, part) =>
    people.slice(part * size, (part + 1) * size)
  )
}

interface Gathered {
  readonly done: Array<Person>
  /** Refused one by one, by the platform's code. */
  readonly refused: Array<{ readonly person: Person; readonly code: string }>
  readonly unanswered: Array<RefusedPerson>
  /** The last transient failure of a whole part. */
  failed: CallFailure | undefined
  /** The last rejection of a whole part that may be about the team and not about anyone in that part. */
  rejected: Rejection | undefined
}

type Rejection = Refusal | Missing

/** A whole part was rejected. One bad account is reason enough: a deleted or disabled one, or a guest. */
const isRejection = (failure: CallFailure): failure is Rejection =>
  failure._tag === "Refusal" || failure._tag === "Missing"

/** The code that an answer about one person would have. */
const codeOf = (rejection: Rejection): string =>
  rejection._tag === "Missing" ? "NotFound" : rejection.status === 403 ? "Forbidden" : "BadRequest"

/** Of the team as well, where nothing else shows that the team takes changes. */
const mayBeOfTeam = (rejection: Rejection): boolean => rejection._tag === "Missing" || rejection.status === 403

/**
 * Sends the people in `pieces` calls. A part whose answer doesn't name the people, or that is rejected as a whole, is
 * sent again in halves: one bad account may make the service reject all, and repeating a person is harmless. People
 * without a result after `mostCalls` calls are left unanswered. Fails only where nothing is known about anyone.
 */
const gather = (
  client: Client,
  requestFor: (people: ReadonlyArray<Person>) => GraphRequest,
  people: ReadonlyArray<Person>,
  pieces: number
): Effect.Effect<Gathered, CallFailure> =>
  Effect.gen(function* () {
    const gathered: Gathered = { done: [], refused: [], unanswered: [], failed: undefined, rejected: undefined }
    const leave = (some: ReadonlyArray<Person>, reason: string): void => {
      gathered.unanswered.push(...some.map((person) => ({ ...person, reason })))
    }
    const waiting = [...parts(people, pieces)]
    const again = (some: ReadonlyArray<Person>, reason: string): void => {
      if (some.length > 1) waiting.unshift(...parts(some, 2))
      else leave(some, reason)
    }
    let answered = false
    for (let calls = 0; waiting.length > 0 && calls < mostCalls; calls++) {
      const part = waiting.shift() ?? []
      const answer = yield* Effect.result(ask(client, requestFor(part), part))
      if (answer._tag === "Success") {
        answered = true
        for (const verdict of answer.success) {
          if (verdict._tag === "Done") gathered.done.push(verdict.person)
          else if (verdict._tag === "Failed" && isTransient(verdict.code)) {
            leave([verdict.person], `Teams couldn't process this account (${verdict.code || "no reason given"}).`)
          } else if (verdict._tag === "Failed") gathered.refused.push(verdict)
        }
        again(
          answer.success.flatMap((verdict) => (verdict._tag === "Unknown" ? [verdict.person] : [])),
          "Teams returned no result for this account."
        )
      } else if (isRejection(answer.failure)) {
        if (mayBeOfTeam(answer.failure)) gathered.rejected = answer.failure
        const [only, ...others] = part
        if (only !== undefined && others.length === 0) {
          gathered.refused.push({ person: only, code: codeOf(answer.failure) })
        } else again(part, answer.failure.reason)
      } else {
        gathered.failed = answer.failure
        leave(part, answer.failure.reason)
        // The application lacks something, so that every further call would be denied, too.
        if (answer.failure._tag === "InstallationTrouble") break
      }
    }
    leave(waiting.flat(), "Too many calls are needed at once. This account is retried.")
    if (answered) gathered.rejected = undefined
    if (gathered.failed !== undefined && gathered.done.length + gathered.refused.length === 0) {
      return yield* gathered.failed
    }
    return gathered
  })

/**
 * Whether a rejection of everything that was sent is about the team: it isn't there, is too new, or is archived. Fails
 * with that; otherwise the people are what was rejected.
 */
const unlessOfTeam = (
  client: Client,
  id: PlatformTeamId,
  { rejected }: Gathered
): Effect.Effect<void, CallFailure | PlatformFailure> =>
  Effect.gen(function* () {
    if (rejected === undefined) return
    const age = yield* Effect.result(ageOf(client, id))
    if (age._tag === "Failure") return yield* rejected._tag === "Missing" ? rejected : age.failure
    switch (age.success) {
      case "archived":
        return yield* new PlatformBusy({ reason: "Teams changes nobody's membership while the team is archived." })
      case "new":
        if (rejected._tag === "Refusal") {
          return yield* new PlatformBusy({ reason: "The team is new and can't be changed in Teams yet." })
        }
        return
      case "settled":
        return
    }
  })

const answerOf = (gathered: Gathered, done: (person: Person, code: string) => boolean): PeopleAnswer => {
  const [already, refused] = [true, false].map((wanted) =>
    gathered.refused.filter(({ person, code }) => done(person, code) === wanted)
  )
  return {
    done: [...gathered.done, ...(already ?? []).map(({ person }) => person)].map(({ id }) => id),
    refused: (refused ?? []).map(({ person, code }) => ({ ...person, reason: refusalReason(code) })),
    unanswered: gathered.unanswered
  }
}

const refuseTooMany = (people: ReadonlyArray<Person>, most: number): Effect.Effect<void, PlatformRefused> =>
  people.length > most
    ? Effect.fail(
        new PlatformRefused({
          reason: `At most ${most} people per request, not ${people.length}.`,
          remedy: "Send several requests."
        })
      )
    : Effect.void

const membersOf = (client: Client, id: PlatformTeamId) =>
  Effect.map(memberships(client, id), (members): ReadonlySet<PersonId> => new Set(members.map((member) => member.id)))

/** `pieces`: into how many calls the people are divided, 1 unless that failed before. */
export const addPeople = (
  client: Client,
  id: PlatformTeamId,
  people: ReadonlyArray<Person>,
  pieces: number,
  roles: ReadonlyArray<"owner"> = []
): Answer =>
  Effect.gen(function* () {
    yield* refuseTooMany(people, mostAdded)
    const requestFor = (some: ReadonlyArray<Person>): GraphRequest => ({
      method: "POST",
      path: `/teams/${id}/members/add`,
      body: { values: some.map((person) => asMember(person, roles)) },
      doing: "add people to the team",
      needs: "TeamMember.ReadWrite.All"
    })
    return yield* ofTeam(
      client,
      id,
      Effect.gen(function* () {
        const gathered = yield* gather(client, requestFor, people, pieces)
        yield* unlessOfTeam(client, id, gathered)
        // "Is a member already" has no code of its own: who is in the team tells.
        const inTeam: ReadonlySet<PersonId> = gathered.refused.some(({ code }) => mayBeMember(code))
          ? yield* Effect.orElseSucceed(membersOf(client, id), () => new Set<PersonId>())
          : new Set()
        return answerOf(gathered, (person, code) => mayBeMember(code) && inTeam.has(person.id))
      })
    )
  })

export const removePeople = (
  client: Client,
  id: PlatformTeamId,
  people: ReadonlyArray<Person>,
  pieces: number
): Answer =>
  Effect.gen(function* () {
    yield* refuseTooMany(people, mostRemoved)
    const requestFor = (some: ReadonlyArray<Person>): GraphRequest => ({
      method: "POST",
      path: `/teams/${id}/members/remove`,
      body: { values: some.map((person) => asMember(person)) },
      doing: "remove people from the team",
      needs: "TeamMember.ReadWrite.All"
    })
    return yield* ofTeam(
      client,
      id,
      Effect.gen(function* () {
        const gathered = yield* gather(client, requestFor, people, pieces)
        yield* unlessOfTeam(client, id, gathered)
        // "Not found" may have been said of something else: who is in the team tells.
        const missing = gathered.refused.filter(({ code }) => isNotFound(code)).map(({ person }) => person)
        const inTeam: ReadonlySet<PersonId> =
          missing.length === 0
            ? new Set()
            : yield* Effect.orElseSucceed(membersOf(client, id), () => new Set(missing.map((person) => person.id)))
        const [others, still] = [false, true].map((wanted) =>
          gathered.refused.filter(({ person, code }) => (isNotFound(code) && inTeam.has(person.id)) === wanted)
        )
        const unanswered = (still ?? []).map(({ person }) => ({
          ...person,
          reason: "Teams didn't find this member, but still lists them."
        }))
        return answerOf(
          { ...gathered, refused: others ?? [], unanswered: [...gathered.unanswered, ...unanswered] },
          (_, code) => isNotFound(code)
        )
      })
    )
  })
