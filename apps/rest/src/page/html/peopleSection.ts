import type { MemberView, TeamView } from "@incident-teams/api/teams/TeamView"
import { memberWords } from "@incident-teams/api/words/team"
import { type Html, html } from "./Html.ts"
import { nothing, section } from "./section.ts"
import { time } from "./time.ts"

/** People shown of one group before the rest is folded away: a team may have 25,000. */
const shownAtOnce = 12
const shownAtMost = 500

interface Group {
  readonly title: string
  readonly people: ReadonlyArray<MemberView>
  readonly note: (member: MemberView) => string | undefined
}

const isIn = ({ role }: MemberView): boolean => role !== undefined

/** Everyone in the team, those first who can't see it yet. */
export const peopleSection = ({ people, groups, counts, seenAt }: TeamView): Html => {
  const pendingGroups = groups.filter(({ status }) => status === "pending")
  const all: ReadonlyArray<Group> = [
    {
      title: "Not added",
      people: people.filter((one) => one.status === "refused" && !isIn(one)),
      note: noteOf
    },
    {
      title: "Not in the team yet",
      people: people.filter((one) => (one.status === "asked" || one.status === "added") && !isIn(one)),
      note: (one) => noteOf(one) ?? memberWords(one).status
    },
    {
      title: "Owners",
      people: people.filter(({ role }) => role === "owner"),
      note: noteOf
    },
    {
      title: "Members",
      people: people.filter(({ role }) => role === "member"),
      note: noteOf
    },
    { title: "Guests", people: people.filter(({ role }) => role === "guest"), note: noteOf },
    {
      title: "Removed",
      people: people.filter((one) => one.status === "removed" && !isIn(one)),
      note: noteOf
    }
  ]
  return section({
    id: "people",
    title: "People",
    count: counts.inTeam,
    content: html`${pendingGroups.map(
      ({ name }) => html`<p class="note">The members of the group ${name} are being read.</p>`
    )}
    ${people.length === 0 ? nothing("No members yet.") : html`<div class="people-kinds">${all.filter((group) => group.people.length > 0).map(groupHtml)}</div>`}
    ${seenAt === undefined ? nothing("Teams hasn't reported the members yet.") : html`<p class="quiet">As reported by Teams at ${time(seenAt)}.</p>`}`
  })
}

const noteOf = (member: MemberView): string | undefined => memberWords(member).note

const groupHtml = ({ title, people, note }: Group): Html => {
  const [first, rest] = [people.slice(0, shownAtOnce), people.slice(shownAtOnce, shownAtMost)]
  const hidden = people.length - shownAtMost
  const rows = (some: ReadonlyArray<MemberView>) =>
    html`<ul class="people">
      ${some.map((one) => {
        const text = note(one)
        return html`<li>${one.name}${text === undefined ? "" : html` <span class="quiet">${text}</span>`}</li>`
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
