import type { MemberView, TeamView } from "@incident-teams/api/teams/TeamView"
import { countedPeople } from "@incident-teams/api/words/phrase"
import { groupStatus, memberWords } from "@incident-teams/api/words/team"
import { fitted } from "../../look/cells.ts"
import { glyphs } from "../../look/glyphs.ts"
import { type Line, line, span, type Tone } from "../../look/Line.ts"

/** A row of the roster: a group or a person who was requested, or a person who is in the team. */
export type RosterRow =
  | { readonly kind: "group"; readonly group: TeamView["groups"][number]; readonly people: number }
  | { readonly kind: "person"; readonly member: MemberView }

/** Whether Teams lists the person as a member, so that they can open the team. */
export const seesTeam = ({ role }: MemberView): boolean => role !== undefined

const urgency = ({ status, role }: MemberView): number => {
  if (status === "refused" || status === "notRemoved") return 0
  if (status === "removed") return 3
  return role === undefined || status === "leaving" ? 1 : 2
}

const roles = ["owner", "member", "guest"]

/** Groups first; then people who were refused, people who can't open the team yet, and the others, owners first. */
export const rosterRows = ({ people, groups }: TeamView): ReadonlyArray<RosterRow> => [
  ...groups.map((group): RosterRow => ({
    kind: "group",
    group,
    people: people.filter((member) => member.groups.includes(group.id)).length
  })),
  ...people
    .toSorted(
      (one, other) =>
        urgency(one) - urgency(other) ||
        roles.indexOf(one.role ?? "") - roles.indexOf(other.role ?? "") ||
        (one.name < other.name ? -1 : 1)
    )
    .map((member): RosterRow => ({ kind: "person", member }))
]

const signOf = ({ status, role }: MemberView): readonly [string, Tone] => {
  switch (status) {
    case "refused":
    case "notRemoved":
      return [glyphs.failed, "danger"]
    case "asked":
    case "leaving":
      return [glyphs.underWay, "warning"]
    case "removed":
      return [glyphs.dot, "muted"]
    case "added":
      return role === undefined ? [glyphs.underWay, "warning"] : [glyphs.done, "good"]
    case "notAsked":
      return [glyphs.done, "good"]
  }
}

/** A person's status in the team, as a sign, its tone and words. */
const memberStatus = (member: MemberView): readonly [string, Tone, string] => {
  const { status, note } = memberWords(member)
  return [...signOf(member), note === undefined ? status : `${status}: ${note}`]
}

const groupSigns: Readonly<Record<TeamView["groups"][number]["status"], readonly [string, Tone]>> = {
  pending: [glyphs.underWay, "warning"],
  done: [glyphs.done, "good"],
  refused: [glyphs.failed, "danger"]
}

const groupSummary = (group: TeamView["groups"][number], people: number): readonly [string, Tone, string] => {
  const { status, reason } = group
  const words = status === "done" ? `Group, ${countedPeople(people)}` : groupStatus(group)
  return [...groupSigns[status], reason === undefined ? words : `${words}: ${reason}`]
}

export const rosterLine = (row: RosterRow, width: number): Line => {
  const names = Math.min(32, Math.max(16, Math.floor(width * 0.4)))
  const [sign, tone, words] = row.kind === "group" ? groupSummary(row.group, row.people) : memberStatus(row.member)
  const name = row.kind === "group" ? row.group.name : row.member.name
  return line(span(`${sign} `, { tone }), span(fitted(name, names), { read: `${name}: ` }), span(` ${words}`, { tone }))
}
