import { html } from "hono/html"
import type { DirectoryUser } from "../platform/Directory.ts"
import type { Tenant } from "../platform/Tenant.ts"
import { samplePeople } from "../sample/people.ts"

export type Html = ReturnType<typeof html>

/** A page of the simulated sign-in. */
export const signInPage = (title: string, body: Html): Html =>
  html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width" />
        <title>${title}</title>
        <link rel="icon" href="data:," />
        <style>
          :root {
            color-scheme: light dark;
            font:
              1rem/1.5 system-ui,
              sans-serif;
          }
          body {
            max-width: 34rem;
            margin: 3rem auto;
            padding: 0 1rem;
          }
          button,
          input {
            font: inherit;
            padding: 0.5rem 0.75rem;
          }
          form {
            display: flex;
            gap: 0.5rem;
            margin: 0.5rem 0;
          }
          .people {
            display: block;
          }
          input {
            flex: 1;
            min-width: 0;
          }
          .people button {
            display: block;
            width: 100%;
            margin: 0.5rem 0;
            text-align: start;
          }
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${body}
          <p><small>A simulated sign-in: no account and no password of yours belongs here.</small></p>
        </main>
      </body>
    </html>`

const sampleUsers = (tenant: Tenant): ReadonlyArray<DirectoryUser> =>
  Object.values(samplePeople).flatMap(({ id }) => tenant.user(id) ?? [])

export interface Choice {
  readonly tenant: Tenant
  readonly clientId: string
  /** Hidden fields of every form. */
  readonly hidden: Html
  readonly problem?: string
  readonly decline: string
}

/** Page that asks the person who they are: sample users have buttons, others enter a name. Posts `user` or `decline`. */
export const personPage = ({ tenant, clientId, hidden, problem, decline }: Choice): Html => {
  const client = tenant.state.applications.find(({ appId }) => appId === clientId)
  return signInPage(
    "Who are you?",
    html`${problem === undefined ? "" : html`<p role="alert">${problem}</p>`}
      <p>${client?.displayName ?? clientId} signs you in to ${tenant.state.displayName}.</p>
      <form method="post" class="people">
        ${hidden}
        ${sampleUsers(tenant).map(
          ({ id, displayName, jobTitle }) =>
            html`<button name="user" value="${id}">${displayName}${jobTitle === null ? "" : `, ${jobTitle}`}</button>`
        )}
      </form>
      <form method="post">
        ${hidden}
        <input name="user" aria-label="User principal name" placeholder="someone@${tenant.state.domain}" required />
        <button>Sign in</button>
      </form>
      <form method="post">${hidden}<button name="decline" value="yes">${decline}</button></form>`
  )
}

/** Returns the user, or the reason why the user can't sign in. */
export const findSignIn = (tenant: Tenant, typed: string): DirectoryUser | string => {
  const user = tenant.user(typed.trim())
  if (user === undefined) return "There is no such user."
  return user.accountEnabled ? user : `${user.displayName}'s account is disabled.`
}
