import { defined } from "@incident-teams/domain/defined"
import type { IncidentId } from "@incident-teams/domain/ids/IncidentId"
import type { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import { sha256 } from "@incident-teams/domain/ids/sha256"
import { type TeamKey, teamKeyOf } from "@incident-teams/domain/naming/TeamKey"
import type { WriteOutcome } from "@incident-teams/domain/team/Outcome"
import { stillAsked } from "@incident-teams/domain/team/PeopleChunk"
import type { Person } from "@incident-teams/domain/team/Person"
import { incidentsOf } from "@incident-teams/domain/team/served"
import type { Chore, Write } from "@incident-teams/domain/team/Step"
import { linkOf, ownersOf, type Team } from "@incident-teams/domain/team/Team"
import { inLines, isolated, onOneLine } from "@incident-teams/domain/text/visibleText"
import { Effect, Option } from "effect"
import { Deployment, pageUrl } from "../deployment/Deployment.ts"
import {
  CollaborationPlatform,
  type GroupUnusable,
  type OwnerRequired,
  type PeopleAnswer,
  type PlatformBusy,
  type PlatformUncertain
} from "../ports/CollaborationPlatform.ts"
import { IncidentSource } from "../ports/IncidentSource.ts"
import { type StoreUnavailable, TeamStore } from "../ports/TeamStore.ts"
import { type CallFailure, callFailure, notDue, sourceFailure, withGroup } from "./calls.ts"

/** Makes one write's calls. Everything that can come of them is an outcome; only the store may fail. */
export const runWrite = (
  step: Write,
  team: Team
): Effect.Effect<WriteOutcome, StoreUnavailable, CollaborationPlatform | IncidentSource | TeamStore | Deployment> => {
  switch (step._tag) {
    case "EnsureGroup":
      return ensureGroup(step.recover, team)
    case "EnsureTeam":
      return onPlatform(step, team, (platform, id) =>
        Effect.map(platform.ensureTeam(id), ({ link }) => ({ _tag: "TeamEnsured", link }))
      )
    case "EnsureOwner": {
      const { standbyOwners } = team.people
      return standbyOwners.length === 0
        ? Effect.succeed({
            _tag: "Refused",
            reason: "The team has no owner, and no standby owner is configured.",
            remedy: "Name an owner in Teams, or configure a standby owner; then retry."
          })
        : onPlatform(step, team, (platform, id) =>
            Effect.map(platform.ensureOwner(id, standbyOwners), (owners) => ({ _tag: "OwnersEnsured", owners }))
          )
    }
    case "AddMembers":
    case "RemoveMembers":
      return changeMembers(step, team)
    case "Do":
      return chores[step.chore](team, step.incident?.id)
    case "Rename": {
      const { name, description } = team
      return onPlatform(step, team, (platform, id) =>
        Effect.as(platform.rename(id, sent({ name, description })), { _tag: "Renamed", name, description })
      )
    }
    case "Archive":
    case "Unarchive":
      return onPlatform(step, team, (platform, id) =>
        Effect.map(step._tag === "Archive" ? platform.archive(id) : platform.unarchive(id), (taken) =>
          taken._tag === "Done" ? taken : { ...taken, _tag: "Accepted" }
        )
      )
    case "Renew":
      return onPlatform(step, team, (platform, id) => Effect.as(platform.renew(id), { _tag: "GroupRenewed" }))
    case "Restore":
      return onPlatform(step, team, (platform, id) => Effect.as(platform.restore(id), { _tag: "Restored" }))
  }
}

/** As the platform is sent them: a team may have been stored before texts were cleaned where they are typed. */
const sent = ({ name, description }: Pick<Team, "name" | "description">) => ({
  name: onOneLine(name),
  description: inLines(description)
})

const ensureGroup = Effect.fnUntraced(function* (lookFirst: boolean, team: Team) {
  const platform = yield* CollaborationPlatform
  const { namespace } = yield* Deployment
  const { id, incarnation } = team
  const { standbyOwners } = team.people
  const key = teamKeyOf(namespace, id, incarnation)
  return yield* platform.ensureGroup({ key, ...sent(team), owners: ownersOf(team), standbyOwners, lookFirst }).pipe(
    Effect.map(({ id: platformTeamId, found, standIn }): WriteOutcome => ({
      _tag: "GroupEnsured",
      ...defined({ platformTeamId, found, standIn })
    })),
    Effect.catch((failure) => Effect.succeed(writeFailure({ _tag: "EnsureGroup", recover: lookFirst }, failure)))
  )
})

const changeMembers = Effect.fnUntraced(function* (
  step: Extract<Write, { readonly _tag: "AddMembers" | "RemoveMembers" }>,
  team: Team
) {
  const store = yield* TeamStore
  const chunks = yield* Effect.forEach(step.chunks, (chunk) =>
    Effect.map(store.chunk(team.id, chunk), (stored) => ({
      chunk,
      people: Option.match(stored, { onNone: () => [], onSome: stillAsked })
    }))
  )
  const people = [...new Map(chunks.flatMap((chunk) => chunk.people).map((person) => [person.id, person])).values()]
  /** Each chunk's share of the answers. */
  const byChunk = (answer: PeopleAnswer): WriteOutcome => ({
    _tag: "PeopleAnswered",
    chunks: chunks.map(({ chunk, people: asked }) => {
      const ids = new Set(asked.map((person) => person.id))
      return {
        chunk,
        done: answer.done.filter((id) => ids.has(id)),
        refused: answer.refused.filter(({ id }) => ids.has(id)),
        unanswered: answer.unanswered.filter(({ id }) => ids.has(id))
      }
    })
  })
  if (people.length === 0) return byChunk(nobody)
  const everyone = (reason: string) => people.map((person: Person) => ({ ...person, reason }))
  const tries = team.work.waits.find((wait) => wait.step === step._tag)?.tries ?? 0
  /** A failed call is tried again as a whole, until each failure counts as one of every person in it. */
  const again = (failure: PlatformBusy | PlatformUncertain) =>
    tries < triesOfWholeCall
      ? Effect.fail(failure)
      : Effect.succeed(byChunk({ ...nobody, unanswered: everyone(failure.reason) }))
  return yield* onPlatform(step, team, (platform, id) =>
    (step._tag === "AddMembers" ? platform.addMembers(id, people) : platform.removeMembers(id, people)).pipe(
      Effect.map(byChunk),
      // Refused as a whole: the reason applies to everyone.
      Effect.catchTag("PlatformRefused", ({ reason }) =>
        Effect.succeed(byChunk({ ...nobody, refused: everyone(reason) }))
      ),
      Effect.catchTags({ PlatformBusy: again, PlatformUncertain: again })
    )
  )
})

/**
 * A call for people whose every try fails transiently is retried so often, about a day. From then on each failure is
 * one of the people themselves, whose tries are few, so that they don't hold up those who were named later for ever.
 */
const triesOfWholeCall = 300

const nobody: PeopleAnswer = { done: [], refused: [], unanswered: [] }

const done: WriteOutcome = { _tag: "Done" }

const chores: Readonly<
  Record<
    Chore,
    (
      team: Team,
      linked: IncidentId | undefined
    ) => Effect.Effect<WriteOutcome, never, CollaborationPlatform | IncidentSource | Deployment>
  >
> = {
  app: (team) =>
    onPlatform({ _tag: "Do", chore: "app" }, team, (platform, id) => Effect.as(platform.installApp(id), done)),
  page: (team) =>
    Effect.flatMap(Deployment, ({ publicUrl }) =>
      onPlatform({ _tag: "Do", chore: "page" }, team, (platform, id) =>
        Effect.as(platform.pinPage(id, { title: "Incident page", url: pageUrl(publicUrl, team.incident.id) }), done)
      )
    ),
  announcement: Effect.fnUntraced(function* (team: Team, linked: IncidentId | undefined) {
    const source = yield* IncidentSource
    const { namespace } = yield* Deployment
    const link = linkOf(team)
    if (link === undefined) return yield* notDue({ _tag: "Do", chore: "announcement" }, team)
    const comment = announcementId(teamKeyOf(namespace, team.id, team.incarnation))
    const incidents = incidentsOf(team)
    const founding = incidents.find((incident) => incident.link === undefined) ?? team.incident
    const text = announcementText({ name: team.name, link, several: incidents.length > 1 })
    return yield* source.putComment(linked ?? founding.id, comment, text).pipe(
      Effect.as(done),
      Effect.catch((failure) => Effect.succeed(sourceFailure(failure)))
    )
  })
}

/** The id of the comment that holds a team's link: always the same for one team, so that it is put only once. */
const announcementId = (key: TeamKey): string => {
  const hex = [...sha256(`announcement ${key}`)].map((byte) => byte.toString(16).padStart(2, "0")).join("")
  return [hex.slice(0, 8), hex.slice(8, 12), `5${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    "-"
  )
}

/** Sentinel renders HTML and Markdown in comments, and this one is in our name: the team's name makes no link in it. */
const announcementText = (team: { readonly name: string; readonly link: string; readonly several: boolean }): string =>
  `Incident team: ${isolated(team.name.replaceAll(/[<>[\]]|:\/\//gu, " "))}\n${team.link}\n${team.several ? "The team is archived when all of its incidents are closed, and comes back when one is reopened." : "The team is archived when this incident is closed, and comes back when it is reopened."}`

const onPlatform = <R>(
  step: Write,
  team: Team,
  call: (platform: CollaborationPlatform["Service"], id: PlatformTeamId) => Effect.Effect<WriteOutcome, WriteFailure, R>
) =>
  Effect.catch(withGroup(step, team, call), (failure): Effect.Effect<WriteOutcome> =>
    Effect.succeed(writeFailure(step, failure))
  )

type WriteFailure = CallFailure | GroupUnusable | OwnerRequired

const writeFailure = (step: Write, failure: WriteFailure): WriteOutcome => {
  if (failure._tag === "OwnerRequired") return { _tag: "NoOwner" }
  return failure._tag === "GroupUnusable"
    ? { _tag: "GroupUnusable", reason: failure.reason, remedy: failure.remedy }
    : callFailure(step, failure)
}
