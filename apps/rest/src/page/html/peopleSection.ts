import type { MemberView } from "@incident-teams/api/teams/TeamView"
import type { TeamOnPage } from "@incident-teams/application/use-cases/incidentPage"
import { html } from "hono/html"
import { teamView } from "../../views/teamView.ts"
import type { Html } from "./Html.ts"
import { nothing, section } from "./section.ts"
import { time } from "./time.ts"

/** People shown of one group before the rest is folded away: a team may have 25,000. */
const shownAtOnce = 12
const shownAtMost = 500

interface Group {
  readonly title: string
  readonly people: ReadonlyArray<MemberView>
  readonly say: (member: MemberView) => string | undefined
}

const isIn = ({ role }: MemberView): boolean => role !== undefined

/** Everybody of the team: first who can't see it yet, and why. */
export const peopleSection = (shown: TeamOnPage): Html => {
  const { people, groups, counts, seenAt } = teamView(shown)
  const pendingGroups = groups.filter(({ status }) => status !== "done")
  const all: ReadonlyArray<Group> = [
    {
      title: "Can't be added",
      people: people.filter((one) => one.status === "refused" && !isIn(one)),
      say: ({ reason }) => reason
    },
    {
      title: "Not in yet",
      people: people.filter((one) => (one.status === "asked" || one.status === "added") && !isIn(one)),
      say: ({ status }) => (status === "asked" ? "is being added" : "added; Teams doesn't list them yet")
    },
    {
      title: "Owners",
      people: people.filter(({ role }) => role === "owner"),
      say: leaving
    },
    {
      title: "Members",
      people: people.filter(({ role }) => role === "member"),
      say: (one) => leaving(one) ?? (one.status === "notAsked" ? "added in Teams" : undefined)
    },
    { title: "Guests", people: people.filter(({ role }) => role === "guest"), say: leaving },
    {
      title: "Removed",
      people: people.filter((one) => one.status === "removed" && !isIn(one)),
      say: () => undefined
    }
  ]
  return section({
    id: "people",
    title: "People",
    count: counts.inTeam,
    content: html`${pendingGroups.map(
      ({ name, status, reason }) =>
        html`<p class="note">
          ${status === "refused" ? `The group ${name} can't be read: ${reason ?? "no reason was given"}` : `The people of ${name} are being looked up.`}
        </p>`
    )}
    ${people.length === 0 ? nothing("Nobody yet.") : html`<div class="people-kinds">${all.filter((group) => group.people.length > 0).map(groupHtml)}</div>`}
    ${seenAt === undefined ? nothing("Teams hasn't told yet who is in the team.") : html`<p class="quiet">As Teams told at ${time(seenAt)}.</p>`}`
  })
}

const leaving = ({ status, reason }: MemberView): string | undefined =>
  status === "leaving"
    ? "is being removed"
    : status === "notRemoved"
      ? `can't be removed: ${reason ?? "no reason was given"}`
      : undefined

const groupHtml = ({ title, people, say }: Group): Html => {
  const [first, rest] = [people.slice(0, shownAtOnce), people.slice(shownAtOnce, shownAtMost)]
  const hidden = people.length - shownAtMost
  const rows = (some: ReadonlyArray<MemberView>) =>
    html`<ul class="people">
      ${some.map((one) => {
        const said = say(one)
        return html`<li>${one.name}${said === undefined ? "" : html` <span class="quiet">${said}</span>`}</li>`
      })}
    </ul>`
  return html`<div class="kind">
    <h3>${title} <span class="count">${people.length}</span></h3>
    ${rows(first)}
    ${
      rest.length === 0
        ? ""
        : html`<details id="people-${title.replaceAll(/\W/gu, "")}">
            <summary>${rest.length + Math.max(hidden, 0)} more</summary>
            ${rows(rest)} ${hidden > 0 ? html`<p class="quiet">And ${hidden} more.</p>` : ""}
          </details>`
    }
  </div>`
}
