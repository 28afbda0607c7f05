/** The catalog, narrowed to what this portal is about: everybody's tenants. */
export const tenantsPath =
  '/catalog?filters[kind]=resource&filters[type]=kubernetes-tenant&filters[user]=all';
