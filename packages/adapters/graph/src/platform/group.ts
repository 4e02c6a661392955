import {
  type CollaborationPlatform,
  GroupUnusable,
  type NotReadyYet,
  type PlatformFailure,
  PlatformRefused,
  PlatformUncertain,
  TeamNotFound
} from "@incident-teams/application/ports/CollaborationPlatform"
import { defined } from "@incident-teams/domain/defined"
import { Guid } from "@incident-teams/domain/ids/Guid"
import { PlatformTeamId } from "@incident-teams/domain/ids/PlatformTeamId"
import type { TeamKey } from "@incident-teams/domain/naming/TeamKey"
import type { Person } from "@incident-teams/domain/team/Person"
import { Effect, Option, Schema } from "effect"
import { withId } from "../directory/odataText.ts"
import type { GraphClient, GraphAnswer } from "../GraphClient.ts"
import type { CallFailure, Refusal } from "../wire/CallFailure.ts"
import { bind, quotedKey } from "../wire/GraphRequest.ts"
import { nicknameTaken } from "./nicknameHolder.ts"
import { groupIsThere, platformFailure } from "./ofTeam.ts"

type Client = GraphClient["Service"]
type GroupRequest = Parameters<CollaborationPlatform["Service"]["ensureGroup"]>[0]

/** At most 20 relationships in one request (Graph: group-upsert); an owner who is a member too costs two. */
const mostBoundOwners = 10

/**
 * What Teams sets on the groups that it creates itself: hidden from Outlook and its address lists, no welcome mail, no
 * invitations to the group's calendar. Only settable at creation (Graph: groups-overview, resource behaviors).
 */
const quiet = ["HideGroupInOutlook", "WelcomeEmailDisabled", "SubscribeMembersToCalendarEventsDisabled"]

/** In Graph a team's id is its group's object id: a GUID in any case, of which we keep the lower one. */
const GraphTeamId = Guid.pipe(Schema.decodeTo(PlatformTeamId))

const Group = Schema.Struct({
  id: GraphTeamId,
  groupTypes: Schema.Array(Schema.String),
  mailNickname: Schema.NullOr(Schema.String),
  visibility: Schema.NullOr(Schema.String)
})
type Group = typeof Group.Type

const Identified = Schema.Struct({ id: GraphTeamId })

const byKey = (key: TeamKey): string => `/groups(uniqueName=${quotedKey(key)})`

/** A soft-deleted group isn't found, and one that was just created may not be found yet. */
const read = (client: Client, key: TeamKey): Effect.Effect<Option.Option<Group>, PlatformFailure> =>
  client
    .json(
      {
        method: "GET",
        path: byKey(key),
        query: { $select: "id,groupTypes,mailNickname,visibility" },
        doing: "find the team's group",
        needs: "Group.ReadWrite.All"
      },
      Group
    )
    .pipe(
      Effect.map(Option.some),
      Effect.catchTag("Missing", () => Effect.succeedNone),
      Effect.mapError(platformFailure)
    )

/** Adopts a group only if it looks exactly like one that we create. */
const adopt = (
  group: Group,
  key: TeamKey
): Effect.Effect<{ readonly id: PlatformTeamId; readonly found: true }, GroupUnusable> => {
  const unlike = [
    ...(group.groupTypes.some((type) => type.toLowerCase() === "unified") ? [] : ["it isn't a Microsoft 365 group"]),
    ...(group.visibility?.toLowerCase() === "private" ? [] : ["it isn't private"]),
    // A naming policy may have put something around it.
    ...(group.mailNickname?.toLowerCase().includes(key) ? [] : [`its mail nickname doesn't contain ${key}`])
  ]
  return unlike.length === 0
    ? Effect.succeed({ id: group.id, found: true })
    : Effect.fail(
        new GroupUnusable({
          reason: `Group ${group.id} has the unique name ${key}, but ${unlike.join(", and ")}.`,
          remedy: "Permanently delete that group in Entra ID or correct the difference, then retry."
        })
      )
}

interface NewGroup {
  readonly displayName: string
  readonly mailNickname: string
  readonly owners: ReadonlyArray<Person>
  /** Who that is, where none of the owners who were asked for is in the directory. */
  readonly standIn?: Person
  /** See `quiet`; none where the directory refuses to set them. */
  readonly behaviors: ReadonlyArray<string>
}

/** A group answers 201 with itself when the upsert made it, 204 without a body when it was there. */
const upsert = (
  client: Client,
  { key, description }: GroupRequest,
  { displayName, mailNickname, owners, behaviors }: NewGroup
): Effect.Effect<GraphAnswer, CallFailure> => {
  // Graph refuses a reference that is there twice.
  const binds = [...new Set(owners.map(({ id }) => bind("users", id)))].slice(0, mostBoundOwners)
  return client.send({
    method: "PATCH",
    path: byKey(key),
    headers: { Prefer: "create-if-missing" },
    body: {
      displayName,
      // Graph takes no empty description at creation.
      ...(description === "" ? {} : { description }),
      groupTypes: ["Unified"],
      mailEnabled: true,
      mailNickname,
      securityEnabled: false,
      visibility: "Private",
      ...(behaviors.length === 0 ? {} : { resourceBehaviorOptions: behaviors }),
      "owners@odata.bind": binds,
      // Members bound here may take days to appear in the team; owners show at once (docs#8088, docs#8711).
      "members@odata.bind": binds
    },
    doing: "create the team's group",
    needs: "Group.ReadWrite.All"
  })
}

/** The owners who are in the directory: one who left must not keep the others' team from being created. */
const knownOwners = (client: Client, owners: ReadonlyArray<Person>) =>
  owners.length === 0
    ? Effect.succeed([])
    : client
        .list(
          {
            method: "GET",
            path: "/users",
            query: { $filter: withId(owners.slice(0, mostBoundOwners).map(({ id }) => id)), $select: "id" },
            doing: "find the owners of the new group",
            needs: "User.Read.All"
          },
          Schema.Struct({ id: Schema.String })
        )
        .pipe(
          Effect.map((known) => owners.filter(({ id }) => known.some((user) => user.id.toLowerCase() === id))),
          Effect.mapError(platformFailure)
        )

/** The group with the values that the tenant's naming policy suggests, where it suggests some and they are other ones. */
const asSuggested = (group: NewGroup, { details }: Refusal): Option.Option<NewGroup> => {
  const suggestedFor = (target: string): string | undefined =>
    details.find((detail) => detail.target.toLowerCase() === target.toLowerCase())?.suggested
  const suggested = {
    ...group,
    displayName: suggestedFor("displayName") ?? group.displayName,
    mailNickname: suggestedFor("mailNickname") ?? group.mailNickname
  }
  return suggested.displayName === group.displayName && suggested.mailNickname === group.mailNickname
    ? Option.none()
    : Option.some(suggested)
}

const exempt = "assign the role Groups Administrator to the application's service principal, which exempts it"

/** The tenant's naming policy holds the application too, as some do (docs#7842); undefined for any other refusal. */
const namingRefusal = (request: GroupRequest, { codes }: Refusal): PlatformRefused | undefined => {
  if (codes.includes("ContainsBlockedWord")) {
    return new PlatformRefused({
      reason: `The tenant's naming policy blocks a word in the name "${request.name}" or in the mail nickname ${request.key}.`,
      remedy: `Rename the team or ${exempt}; then retry.`
    })
  }
  return codes.includes("MissingPrefixSuffix")
    ? new PlatformRefused({
        reason: `The tenant's naming policy requires a prefix or suffix that the name "${request.name}" or the mail nickname ${request.key} doesn't have.`,
        remedy: `Rename the team or ${exempt}; then retry.`
      })
    : undefined
}

const refusesBehaviors = ({ status, details }: Refusal): boolean =>
  status === 400 && details.some(({ target }) => target.toLowerCase() === "resourcebehavioroptions")

/** The owners who are in the directory, or the standby owner who stands in for them: once, and only if that helps. */
const otherOwners = Effect.fnUntraced(function* (client: Client, request: GroupRequest, { owners, standIn }: NewGroup) {
  const known = yield* knownOwners(client, owners)
  if (known.length > 0 && known.length < owners.length) return { owners: known }
  const [other] = known.length > 0 || standIn !== undefined ? [] : yield* knownOwners(client, request.standbyOwners)
  return other === undefined
    ? yield* new PlatformRefused({
        reason: "No owner of the new group is in the directory.",
        remedy: "Check the creator's account and STANDBY_OWNERS, then retry."
      })
    : { owners: [other], standIn: other }
})

interface Created {
  readonly answer: GraphAnswer
  readonly standIn?: Person
}

/** Creates the group; at most one repetition each for behaviors, a policy's suggestion and owners who left. */
const create = (
  client: Client,
  request: GroupRequest,
  group: NewGroup
): Effect.Effect<Created, GroupUnusable | NotReadyYet | PlatformFailure> =>
  Effect.catch(
    Effect.map(upsert(client, request, group), (answer) => defined({ answer, standIn: group.standIn })),
    (failure): Effect.Effect<Created, GroupUnusable | NotReadyYet | PlatformFailure> => {
      if (failure._tag === "Missing") {
        return Effect.flatMap(otherOwners(client, request, group), (other) =>
          create(client, request, { ...group, ...other })
        )
      }
      if (failure._tag !== "Refusal") return Effect.fail(platformFailure(failure))
      if (failure.codes.includes("ObjectConflict")) return nicknameTaken(client, request.key, group.mailNickname)
      if (group.behaviors.length > 0 && refusesBehaviors(failure)) {
        return create(client, request, { ...group, behaviors: [] })
      }
      const untried = group.displayName === request.name && group.mailNickname === request.key
      const suggested = untried ? asSuggested(group, failure) : Option.none()
      return Option.match(suggested, {
        onSome: (other) => create(client, request, other),
        onNone: () => Effect.fail(namingRefusal(request, failure) ?? platformFailure(failure))
      })
    }
  )

/** The one group of a key: found, or made by the one call of Graph that is idempotent. */
export const ensureGroup = (client: Client, request: GroupRequest) =>
  Effect.gen(function* () {
    if (request.lookFirst) {
      const found = yield* read(client, request.key)
      if (Option.isSome(found)) return yield* adopt(found.value, request.key)
    }
    const created = yield* Effect.result(
      create(client, request, {
        displayName: request.name,
        mailNickname: request.key,
        owners: request.owners,
        behaviors: quiet
      })
    )
    if (created._tag === "Failure") {
      // A taken nickname may be that of the group which a lost answer created.
      if (created.failure._tag !== "NotReadyYet" && created.failure._tag !== "GroupUnusable")
        return yield* created.failure
      const found = yield* read(client, request.key)
      return Option.isSome(found) ? yield* adopt(found.value, request.key) : yield* created.failure
    }
    const { answer, standIn } = created.success
    if (answer.status === 201) {
      const made = Schema.decodeUnknownOption(Identified)(answer.body)
      if (Option.isSome(made)) return defined({ id: made.value.id, found: false, standIn })
    }
    const existing = yield* read(client, request.key)
    if (Option.isNone(existing)) {
      return yield* new PlatformUncertain({
        reason: "The group was created, but Microsoft Graph doesn't return it yet."
      })
    }
    return yield* adopt(existing.value, request.key)
  })

export const findGroup = (
  client: Client,
  key: TeamKey
): Effect.Effect<Option.Option<PlatformTeamId>, PlatformFailure> =>
  Effect.map(read(client, key), (found) => Option.map(found, ({ id }) => id))

/** Deleted groups are kept 30 days, and come back under their id (Graph: directory-deleteditems-restore). */
export const restore = (client: Client, id: PlatformTeamId): Effect.Effect<void, TeamNotFound | PlatformFailure> =>
  client
    .send({
      method: "POST",
      path: `/directory/deletedItems/${id}/restore`,
      doing: "restore the deleted team",
      needs: "Group.ReadWrite.All"
    })
    .pipe(
      Effect.asVoid,
      Effect.catch((failure): Effect.Effect<void, TeamNotFound | PlatformFailure> => {
        if (failure._tag !== "Missing") return Effect.fail(platformFailure(failure))
        return Effect.flatMap(groupIsThere(client, id), (there) =>
          there ? Effect.void : Effect.fail(new TeamNotFound())
        )
      })
    )
