import type { TeamView } from "./TeamView.ts"

/** The people and groups whom adding to a team would change nothing about: they are in it, or are going to be. */
export const idsInTeam = ({ people, groups }: Pick<TeamView, "people" | "groups">): ReadonlySet<string> =>
  new Set([
    ...people
      .filter(({ status, role }) =>
        role === undefined ? status === "asked" : status !== "leaving" && status !== "removed"
      )
      .map(({ id }) => id),
    ...groups.map(({ id }) => id)
  ])
