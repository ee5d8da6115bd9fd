/** Where the templates of these tests are loaded to. */
export const surroundings = {
  account: '123456789012',
  region: 'eu-west-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
};
