import type { MemberView, TeamView } from "@incident-teams/api/teams/TeamView"
import { Effect } from "effect"
import { Findings } from "../Findings.ts"
import { type Expected, inspectPlatform } from "../inspectPlatform.ts"
import { groupCalled, incidentNumbered, personCalled } from "../lookups.ts"
import { Narrator } from "../Narrator.ts"
import { succeeds } from "../outcome.ts"
import { nameOfIncident, type Stage, workspace } from "../Stage.ts"
import { startStopwatch } from "../Stopwatch.ts"
import { isSettled, watchTeam } from "../TeamWatch.ts"

const incidentNumber = 4110

const listed = (names: ReadonlyArray<string>): string => names.join(", ") || "nobody"

/** A colleague becomes a favorite and is preselected; the team is created with her, another person and a group. */
export const createTeam = Effect.fnUntraced(function* (stage: Stage) {
  const { ben, platform, url } = stage
  const narrator = yield* Narrator
  const findings = yield* Findings

  yield* narrator.chapter(`${ben.name} adds a colleague to the favorites`)
  const chloe = yield* personCalled(ben, "Chloe Sample")
  const favorites = yield* ben.api.favorites
    .starPerson({ params: { personId: chloe.id } })
    .pipe(succeeds(`${ben.name}: star ${chloe.name}`))
  yield* narrator.say(`Favorites now: ${listed(favorites.items.map(({ name }) => name))}.`)

  const incident = yield* incidentNumbered(ben, incidentNumber)
  const params = { incidentId: incident.id }
  yield* narrator.chapter(`${ben.name} opens the form for a team of incident ${incident.number}`)
  yield* narrator.say(`"${incident.title}" (${incident.severity}, ${incident.status})`)
  const draft = yield* ben.api.incidents.draft({ params }).pipe(succeeds(`${ben.name}: open the form`))
  const preselected = draft.preselected.map(({ principal }) => principal)
  yield* narrator.say(`Name: "${draft.name}". Preselected: ${listed(preselected.map(({ name }) => name))}.`)
  yield* findings.expect(
    preselected.length === 1 && preselected[0]?.id === chloe.id,
    "The favorite isn't the only preselected person."
  )

  const greta = yield* personCalled(ben, "Greta Guest")
  const legal = yield* groupCalled(ben, "Legal")
  yield* narrator.chapter(`${ben.name} creates the team: ${greta.name}, the group ${legal.name} and the favorite`)
  const people = [greta.id, ...preselected.flatMap((one) => (one.kind === "person" ? [one.id] : []))]
  const groups = [legal.id, ...preselected.flatMap((one) => (one.kind === "group" ? [one.id] : []))]
  const stopwatch = yield* startStopwatch(platform)
  const { body, headers } = yield* ben.api.incidents
    .createTeam({
      params,
      headers: { "idempotency-key": `demo-${incident.number}` },
      payload: { name: draft.name, description: draft.description, people, groups }
    })
    .pipe(succeeds(`${ben.name}: create the team`))
  yield* narrator.say(`Accepted. Progress: ${headers["operation-location"]}`)
  const watch = watchTeam(ben, body.teamId)
  const team = yield* watch.until("open", (now) => now.phase === "open" && isSettled(now))
  const calls = yield* stopwatch.stop("The team is open and complete")

  const named = namedPeople(team, new Set<string>(people))
  const refused = named.flatMap(({ name, status, reason = "" }) => (status === "refused" ? [{ name, reason }] : []))
  for (const { name, reason } of refused)
    yield* narrator.say(`Not added: ${name}, a member of ${legal.name}. ${reason}`)
  const hugo = yield* platform.person("hugo")
  yield* findings.expect(
    refused.length === 1 && refused[0]?.name === hugo.displayName,
    `After the creation, these were refused: ${listed(refused.map(({ name }) => name))}. Expected: the disabled account alone.`
  )

  const members = new Set<string>(people)
  for (const id of yield* platform.membersOf("legal")) {
    if ((yield* platform.person(id)).accountEnabled) members.add(id)
  }
  const owners = new Set([(yield* platform.person("ben")).id])
  const page = `${url}/incidents/${encodeURIComponent(incident.id)}`
  const found = yield* inspectPlatform(platform, {
    when: "After the creation",
    archived: false,
    owners,
    members,
    page
  })
  yield* findings.expect(
    team.platformTeamId === found.id && team.link === found.webUrl,
    "The server reports another team or link than the platform."
  )
  yield* linkIsAnnounced(stage, incident.id, found.webUrl)

  /** From now on the platform has exactly this, wherever the incident is open. */
  const expected: Omit<Expected, "when"> = { archived: false, owners, members, page, id: found.id }
  const report = {
    calls,
    people: { asked: named.length, added: named.filter(({ status }) => status === "added").length, refused }
  }
  return { incident, teamId: team.id, watch, expected, report }
})

/** Who was asked for: by themselves or with a group. Owners who weren't are in the team anyway. */
const namedPeople = ({ people }: TeamView, byThemselves: ReadonlySet<string>): ReadonlyArray<MemberView> =>
  people.filter(({ id, groups, status }) => status !== "notAsked" && (groups.length > 0 || byThemselves.has(id)))

const linkIsAnnounced = Effect.fnUntraced(function* (
  { platform }: Stage,
  incident: TeamView["incident"]["id"],
  link: string
) {
  const { comments } = yield* platform.incident(workspace, nameOfIncident(incident))
  const count = comments.filter(({ message }) => message.replaceAll("&amp;", "&").includes(link)).length
  yield* (yield* Narrator).say(
    `In Sentinel the incident has ${count === 1 ? "a comment" : `${count} comments`} with the team's link.`
  )
  yield* (yield* Findings).expect(
    count === 1,
    `The incident has ${count} comments with the team's link instead of one.`
  )
})
