import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { micromark } from 'micromark'
import { gfm, gfmHtml } from 'micromark-extension-gfm'
import { root } from './workflow-files.ts'

/** A page of Markdown of this repository. */
export interface Page {
  /** From the root of the repository. */
  readonly path: string
  readonly text: string
  /** As HTML: code is told from links there. */
  readonly html: string
}

export function pageOf(path: string, text = readFileSync(join(root, path), 'utf8')): Page {
  const options = { allowDangerousHtml: true, extensions: [gfm()], htmlExtensions: [gfmHtml()] }
  return { path, text, html: micromark(text, options) }
}

/** Every page that people read here, the templates of GitHub's forms included. */
export function allPages(): readonly Page[] {
  const below = ['docs', 'examples', '.github'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
  )
  const paths = [...readdirSync(root), ...below].filter((name) => name.endsWith('.md'))
  return paths.toSorted().map((path) => pageOf(path))
}

/** Where a page points to within this repository: the path from its root, and the anchor, empty where there is none. */
export interface Target {
  readonly path: string
  readonly anchor: string
}

/** The relative links and pictures of a page. */
export function targetsOf({ path, html }: Page): readonly Target[] {
  return [...html.matchAll(/\b(?:href|src|srcset)="([^"]*)"/g)]
    .map(([, address = '']) => address.replaceAll('&amp;', '&'))
    .filter((address) => !/^[a-z]+:/.test(address))
    .map((address) => {
      const [file = '', anchor = ''] = address.split('#').map(decodeURIComponent)
      return { path: file === '' ? path : relative(root, join(root, dirname(path), file)), anchor }
    })
}

/** The anchors that GitHub gives a page: of each heading, and with a number where there was one of that name before. */
export function anchorsOf({ html }: Page): readonly string[] {
  const seen = new Map<string, number>()
  return [...html.matchAll(/<h[1-6]>(.*?)<\/h[1-6]>/gs)].map(([, heading = '']) => {
    const name = plainText(heading)
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, '')
      .replaceAll(' ', '-')
    const before = seen.get(name) ?? 0
    seen.set(name, before + 1)
    return before === 0 ? name : `${name}-${String(before)}`
  })
}

function plainText(html: string): string {
  return html
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&')
}

/** The fenced blocks of a page, in order. */
export function blocksOf({ text }: Page): readonly { readonly language: string; readonly code: string }[] {
  return [...text.matchAll(/^```(\w*)\n(.*?)^```$/gms)].map(([, language = '', code = '']) => ({
    ...{ language, code },
  }))
}
