import { foreignStage } from './foreignStage';

const web = {
  namespace: 'web',
  people: { developer: ['web-devs'] },
  neighbour: { namespace: 'default', groups: ['strangers'] },
};

describe('foreignStage', () => {
  it('holds a namespace against a hardened environment, or against another profile', () => {
    const profileOf = (profile?: 'hardened' | 'shared') =>
      foreignStage({ ...web, profile }).stage.profile;
    expect(profileOf()).toMatchObject({
      podSecurity: 'restricted',
      egress: 'allow-list',
    });
    expect(profileOf('shared')).toMatchObject({
      podSecurity: 'baseline',
      egress: 'internet',
    });
  });

  it('lets whoever is there be an admin, but nobody who may write a viewer', () => {
    const { cast } = foreignStage(web);
    expect(cast.admin?.groups).toEqual(['web-devs']);
    expect(cast.viewer).toBeUndefined();
    expect(
      foreignStage({ ...web, people: { viewer: ['audit'] } }).cast.viewer
        ?.groups,
    ).toEqual(['audit']);
  });
});
