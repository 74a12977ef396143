import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createProject, type TerraformProject } from './terraform-project.ts'
import { disagreements, startWorld, thing, thingsInState, worldProviderBlock, type World } from './world.ts'

let world: World
let project: TerraformProject

beforeEach(async () => {
  world = await startWorld()
  project = createProject('', worldProviderBlock)
})
afterEach(async () => {
  project.dispose()
  await world.close()
})
const terraform = async (...args: string[]): Promise<string> =>
  (await project.terraform([...args, '-no-color'], world.env)).stdout
const apply = async (body: string): Promise<string> => {
  project.write('things.tf', body)
  return await terraform('apply', '-auto-approve')
}
const state = (): Buffer => readFileSync(join(project.folder, 'terraform.tfstate'))
const names = (): string[] => [...world.things.values()].map(({ name }) => name).toSorted()

test('Terraform creates, changes, replaces and destroys things, and then both agree', async () => {
  await terraform('init')
  expect(await apply(thing('a') + thing('b'))).toContain('2 added, 0 changed, 0 destroyed')
  expect(names()).toEqual(['a', 'b'])
  expect(thingsInState(state()).size).toBe(2)
  expect(await apply(thing('a', { colour: 'blue' }) + thing('b', { name: 'c' }))).toContain(
    '1 added, 1 changed, 1 destroyed',
  )
  expect([...world.things.values()].map(({ colour }) => colour).toSorted()).toEqual(['blue', 'red'])
  expect(names()).toEqual(['a', 'c'])
  expect(disagreements(world, state())).toEqual([])
  expect(await terraform('plan')).toContain('No changes')
  await apply('')
  expect([names(), disagreements(world, state())]).toEqual([[], []])
})

test('what only one of the two has is told, and an import brings a thing into the state', async () => {
  await terraform('init')
  await apply(thing('a'))
  const [lost] = world.things.keys()
  world.things.clear()
  world.things.set('b-7', { id: 'b-7', name: 'b', colour: 'red', takes: '100' })
  expect(disagreements(world, state())).toEqual([
    'only the world has b-7',
    `only the state has ${lost}, as world_thing.a`,
  ])
  await apply(`import {\n to = world_thing.b\n id = "b-7"\n}\n${thing('b')}`)
  expect(disagreements(world, state())).toEqual([])
  await expect(apply(`import {\n to = world_thing.c\n id = "c-7"\n}\n${thing('c')}`)).rejects.toThrow(
    'The world has no thing c-7',
  )
})
