import type { AccessRequest } from "@incident-teams/domain/team/Team"
import type { Refusal } from "../forms/PageForm.ts"
import { textArea } from "./form.ts"
import { type Html, html } from "./Html.ts"
import { time } from "./time.ts"

/** Characters of a reason. */
const longest = 1_000

export const accessFields = (reason: string, refusal?: Refusal): Html =>
  html`${textArea(
      {
        name: "reason",
        label: "You aren't a member of this team. Why do you need access?",
        value: reason,
        refusal
      },
      { required: true, rows: 2, most: longest }
    )} <button class="button" id="send-access">Request access</button>`

export const joinFields: Html = html`<p>You aren't a member of this team. You may add people to it, so you can join.</p>
  <button class="button" id="send-join">Join the team</button>`

/** A request that waits, with the two answers to it. */
export const decisionFields = ({ id, person, askedAt, reason: why }: AccessRequest, reason: string): Html =>
  html`<p><strong>${person.name}</strong> requested access at ${time(askedAt)}:</p>
    <p class="prose">${why}</p>
    ${textArea(
      {
        name: "reason",
        id: `reason-${id}`,
        label: `Your answer, shown to ${person.name} (optional)`,
        value: reason
      },
      { rows: 2, most: longest }
    )}
    <p class="actions">
      <button class="button primary" name="decision" value="approve" id="approve-${id}">Approve</button>
      <button class="button" name="decision" value="deny" id="deny-${id}">Deny</button>
    </p>`
