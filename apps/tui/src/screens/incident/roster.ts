import type { MemberView, TeamView } from "@incident-teams/api/teams/TeamView"
import { fitted } from "../../look/cells.ts"
import { countedPeople } from "../../look/counted.ts"
import { glyphs } from "../../look/glyphs.ts"
import { type Line, line, span, type Tone } from "../../look/Line.ts"

/** A row of the roster: a group that was asked for, or somebody who was asked for or is in the team. */
export type RosterRow =
  | { readonly kind: "group"; readonly group: TeamView["groups"][number]; readonly people: number }
  | { readonly kind: "person"; readonly member: MemberView }

/** Whether somebody can open the team: Teams has been seen to have them in it. */
export const seesTeam = ({ role }: MemberView): boolean => role !== undefined

const urgency = ({ status, role }: MemberView): number => {
  if (status === "refused" || status === "notRemoved") return 0
  if (status === "removed") return 3
  return role === undefined || status === "leaving" ? 1 : 2
}

const roles = ["owner", "member", "guest"]

/** Groups first; then whoever was refused, whoever can't see the team yet, and everybody else, owners first. */
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

/** Where somebody stands, as sign, tone and words. */
const standing = ({ status, role, reason }: MemberView): readonly [string, Tone, string] => {
  const why = reason === undefined ? "" : `: ${reason}`
  switch (status) {
    case "refused":
      return [glyphs.failed, "danger", `refused${why}`]
    case "notRemoved":
      return [glyphs.failed, "danger", `couldn't be removed${why}`]
    case "leaving":
      return [glyphs.underWay, "warning", "is being removed"]
    case "removed":
      return [glyphs.dot, "muted", "was removed"]
    case "asked":
      return [glyphs.underWay, "warning", "can't see it yet: is being added"]
    case "added":
      return role === undefined
        ? [glyphs.underWay, "warning", "added, not seen in the team yet"]
        : [glyphs.done, "good", role]
    case "notAsked":
      return [glyphs.done, "good", `${role ?? "member"}, added in Teams`]
  }
}

const groupStanding = (
  { status, reason }: TeamView["groups"][number],
  brought: number
): readonly [string, Tone, string] => {
  switch (status) {
    case "pending":
      return [glyphs.underWay, "warning", "its people are being read"]
    case "done":
      return [glyphs.done, "good", `group, ${countedPeople(brought)}`]
    case "refused":
      return [glyphs.failed, "danger", `refused${reason === undefined ? "" : `: ${reason}`}`]
  }
}

export const rosterLine = (row: RosterRow, width: number): Line => {
  const names = Math.min(32, Math.max(16, Math.floor(width * 0.4)))
  const [sign, tone, words] = row.kind === "group" ? groupStanding(row.group, row.people) : standing(row.member)
  const name = row.kind === "group" ? row.group.name : row.member.name
  return line(span(`${sign} `, { tone }), fitted(name, names), span(` ${words}`, { tone }))
}
