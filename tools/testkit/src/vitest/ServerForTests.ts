/** Where tests find a server that they need, or why there is none. */
export type ServerForTests = { readonly url: string } | { readonly missing: string }

/** There is none: tests that need it are skipped for this reason, and in CI that is a failure. */
export const noServer = (reason: string): ServerForTests => {
  if (process.env["CI"] === "true") throw new Error(reason)
  return { missing: reason }
}

/** The server whose address the environment has, as `MARIADB_TEST_URL` or alike. */
export const serverAt = (variable: string): ServerForTests => {
  const url = process.env[variable] ?? ""
  return url === ""
    ? noServer(`${variable} isn't set. Set it to the address of a server that tests may write to.`)
    : { url }
}
