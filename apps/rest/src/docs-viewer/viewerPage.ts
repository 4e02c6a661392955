import { viewerVersion } from "./viewerFiles.ts"

/** Where the viewer's own files stand; they change with its version only. */
const files = `docs/files/${viewerVersion}`

/** The page. Its addresses are relative, so that it works behind a proxy that puts a path before ours. */
export const viewerPage = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Incident Teams API</title>
    <link rel="icon" type="image/png" href="${files}/favicon-32x32.png">
    <link rel="stylesheet" href="${files}/swagger-ui.css">
    <link rel="stylesheet" href="docs/page.css">
  </head>
  <body>
    <main id="reference">
      <noscript>This page needs JavaScript. Without it, read the document itself: <a href="openapi.json">openapi.json</a>.</noscript>
    </main>
    <script src="${files}/swagger-ui-bundle.js"></script>
    <script src="docs/start.js"></script>
  </body>
</html>
`

export const viewerStyle = `body { margin: 0; }
noscript { display: block; padding: 2rem; font: 1rem/1.5 system-ui, sans-serif; }
`

/** Starts Swagger UI. It asks nobody but this server: no badge of a validator, no settings from the address. */
export const viewerStart = `"use strict"
const ui = SwaggerUIBundle({
  domNode: document.getElementById("reference"),
  url: new URL("openapi.json", document.baseURI).href,
  oauth2RedirectUrl: new URL("docs/signed-in", document.baseURI).href,
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  filter: true,
  queryConfigEnabled: false,
  validatorUrl: null,
  persistAuthorization: false,
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout"
})
ui.initOAuth({ usePkceWithAuthorizationCodeGrant: true })
`

/** Where Entra sends the browser after signing in; hands the code to the page that opened it. */
export const signedInPage = `<!doctype html>
<html lang="en">
  <head><meta charset="utf-8"><title>Signed in</title></head>
  <body><script src="files/${viewerVersion}/oauth2-redirect.js"></script></body>
</html>
`
