-- A library of schema 1, as “gridmarl-cli train” of version 0.1.0 made it: one group with two seeds, four
-- iterations each. Written by Python's sqlite3.Connection.iterdump and the two PRAGMAs.
PRAGMA application_id = 0x474d524c;
PRAGMA user_version = 1;
BEGIN TRANSACTION;
CREATE TABLE checkpoint (  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,  kind TEXT NOT NULL CHECK (kind IN ('last', 'best', 'numbered')),  iteration INTEGER NOT NULL,  sha256 TEXT NOT NULL,  bytes INTEGER NOT NULL,  score ANY,  state TEXT NOT NULL CHECK (state IN ('writing', 'current', 'removing')),  written_us INTEGER NOT NULL,  PRIMARY KEY (run_id, kind, iteration, sha256)) STRICT, WITHOUT ROWID;
INSERT INTO "checkpoint" VALUES('5fe33ed6af6f','best',4,'b31fd4e0af220918f0b5f7a0ab82102a3c7646cae83e2efcae541b211578693a',4412,-1.47863744803065219461e+03,'current',1795692406299674);
INSERT INTO "checkpoint" VALUES('5fe33ed6af6f','last',4,'6791194070f064f6cfd1f97771305b2febcbb92af4c958591392f4ad636d374a',11420,NULL,'current',1795692406302512);
INSERT INTO "checkpoint" VALUES('5fe33ed6af6f','numbered',2,'e8fc46f6dfad3dad5bce270294b4d74e08f034439b3ff239f7902ae2430a5960',4412,NULL,'current',1795692406294466);
INSERT INTO "checkpoint" VALUES('5fe33ed6af6f','numbered',4,'b31fd4e0af220918f0b5f7a0ab82102a3c7646cae83e2efcae541b211578693a',4412,NULL,'current',1795692406301095);
INSERT INTO "checkpoint" VALUES('910a67ed3e5d','best',4,'4fe4997df481c1b0c8001cfc4f0e0800e0530ec914820a9f8d7e7ee35d6aa2c4',4412,-1.47013529602983498987e+03,'current',1795692406286414);
INSERT INTO "checkpoint" VALUES('910a67ed3e5d','last',4,'fa59e232a75c13f40647a36a91c8a7c2e00ef13694c3e935772b47d4cbdc19b1',11420,NULL,'current',1795692406289420);
INSERT INTO "checkpoint" VALUES('910a67ed3e5d','numbered',2,'a98fee71b3232e745ea90b20be2a99078c8f99399ee4ff5a30a9a0f4a268d2d7',4412,NULL,'current',1795692406280437);
INSERT INTO "checkpoint" VALUES('910a67ed3e5d','numbered',4,'4fe4997df481c1b0c8001cfc4f0e0800e0530ec914820a9f8d7e7ee35d6aa2c4',4412,NULL,'current',1795692406287926);
CREATE TABLE evaluation (  policy TEXT NOT NULL,  scenario_hash TEXT NOT NULL,  version TEXT NOT NULL,  episode_seed INTEGER NOT NULL,  indicators INTEGER NOT NULL, "episode_reward" ANY CHECK (typeof ("episode_reward") IN ('real', 'null')), "stability" ANY CHECK (typeof ("stability") IN ('real', 'null')), "grid_import" ANY CHECK (typeof ("grid_import") IN ('real', 'null')), "solar_utilisation" ANY CHECK (typeof ("solar_utilisation") IN ('real', 'null')), "demand_satisfaction" ANY CHECK (typeof ("demand_satisfaction") IN ('real', 'null')), "energy_cost" ANY CHECK (typeof ("energy_cost") IN ('real', 'null')), "adjusted_cost" ANY CHECK (typeof ("adjusted_cost") IN ('real', 'null')), "grid_export" ANY CHECK (typeof ("grid_export") IN ('real', 'null')), "peak_import" ANY CHECK (typeof ("peak_import") IN ('real', 'null')), "peak_import_15min" ANY CHECK (typeof ("peak_import_15min") IN ('real', 'null')), "ramping" ANY CHECK (typeof ("ramping") IN ('real', 'null')), "one_minus_load_factor" ANY CHECK (typeof ("one_minus_load_factor") IN ('real', 'null')), "self_sufficiency" ANY CHECK (typeof ("self_sufficiency") IN ('real', 'null')), "self_consumption" ANY CHECK (typeof ("self_consumption") IN ('real', 'null')), "energy_shared" ANY CHECK (typeof ("energy_shared") IN ('real', 'null')), "line_losses" ANY CHECK (typeof ("line_losses") IN ('real', 'null')), "unserved_energy" ANY CHECK (typeof ("unserved_energy") IN ('real', 'null')), "battery_cycles" ANY CHECK (typeof ("battery_cycles") IN ('real', 'null')), "mean_level" ANY CHECK (typeof ("mean_level") IN ('real', 'null')), "time_below_20" ANY CHECK (typeof ("time_below_20") IN ('real', 'null')), "time_above_90" ANY CHECK (typeof ("time_above_90") IN ('real', 'null')), "stability_mean_level" ANY CHECK (typeof ("stability_mean_level") IN ('real', 'null')), "stability_variance" ANY CHECK (typeof ("stability_variance") IN ('real', 'null')), "stability_low" ANY CHECK (typeof ("stability_low") IN ('real', 'null')), "stability_full" ANY CHECK (typeof ("stability_full") IN ('real', 'null')), "bill_fairness_jain" ANY CHECK (typeof ("bill_fairness_jain") IN ('real', 'null')), "bill_fairness_gini" ANY CHECK (typeof ("bill_fairness_gini") IN ('real', 'null')), "carbon" ANY CHECK (typeof ("carbon") IN ('real', 'null')),  PRIMARY KEY (policy, scenario_hash, version, episode_seed)) STRICT, WITHOUT ROWID;
CREATE TABLE metric (  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,  iteration INTEGER NOT NULL, "environment_steps" ANY CHECK (typeof ("environment_steps") IN ('real', 'null')), "episodes" ANY CHECK (typeof ("episodes") IN ('real', 'null')), "episode_reward" ANY CHECK (typeof ("episode_reward") IN ('real', 'null')), "reward_stability" ANY CHECK (typeof ("reward_stability") IN ('real', 'null')), "reward_efficiency" ANY CHECK (typeof ("reward_efficiency") IN ('real', 'null')), "reward_cost" ANY CHECK (typeof ("reward_cost") IN ('real', 'null')), "reward_cooperation" ANY CHECK (typeof ("reward_cooperation") IN ('real', 'null')), "reward_unmet" ANY CHECK (typeof ("reward_unmet") IN ('real', 'null')), "stability" ANY CHECK (typeof ("stability") IN ('real', 'null')), "grid_import" ANY CHECK (typeof ("grid_import") IN ('real', 'null')), "energy_cost" ANY CHECK (typeof ("energy_cost") IN ('real', 'null')), "policy_loss" ANY CHECK (typeof ("policy_loss") IN ('real', 'null')), "value_loss" ANY CHECK (typeof ("value_loss") IN ('real', 'null')), "kl" ANY CHECK (typeof ("kl") IN ('real', 'null')), "clip_fraction" ANY CHECK (typeof ("clip_fraction") IN ('real', 'null')), "entropy" ANY CHECK (typeof ("entropy") IN ('real', 'null')), "action_std" ANY CHECK (typeof ("action_std") IN ('real', 'null')), "explained_variance" ANY CHECK (typeof ("explained_variance") IN ('real', 'null')), "policy_gradient_norm" ANY CHECK (typeof ("policy_gradient_norm") IN ('real', 'null')), "value_gradient_norm" ANY CHECK (typeof ("value_gradient_norm") IN ('real', 'null')), "learning_rate" ANY CHECK (typeof ("learning_rate") IN ('real', 'null')), "skipped_updates" ANY CHECK (typeof ("skipped_updates") IN ('real', 'null')), "validation_reward" ANY CHECK (typeof ("validation_reward") IN ('real', 'null')), "validation_stability" ANY CHECK (typeof ("validation_stability") IN ('real', 'null')), "validation_import" ANY CHECK (typeof ("validation_import") IN ('real', 'null')), "validation_cost" ANY CHECK (typeof ("validation_cost") IN ('real', 'null')), "seconds" ANY CHECK (typeof ("seconds") IN ('real', 'null')), "steps_per_second" ANY CHECK (typeof ("steps_per_second") IN ('real', 'null')), "environment_seconds" ANY CHECK (typeof ("environment_seconds") IN ('real', 'null')), "acting_seconds" ANY CHECK (typeof ("acting_seconds") IN ('real', 'null')), "values_seconds" ANY CHECK (typeof ("values_seconds") IN ('real', 'null')), "update_seconds" ANY CHECK (typeof ("update_seconds") IN ('real', 'null')),  PRIMARY KEY (run_id, iteration)) STRICT, WITHOUT ROWID;
INSERT INTO "metric" VALUES('5fe33ed6af6f',1,192.0,0.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,-1.10221396510799731632e-03,8.67971654236316725317e-01,2.36762998004754386628e-05,0.0,2.75714140456282486013e+00,6.06597782884826686178e-01,1.25869319782891987691e-03,6.06809134813805939323e-01,0.567635670339787,0.0003,0.0,NULL,NULL,NULL,NULL,0.000403,4.76426799007444176821e+05,1.19399999999999988455e-04,7.96e-05,4.1e-05,0.000163);
INSERT INTO "metric" VALUES('5fe33ed6af6f',2,384.0,0.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,-6.42242189496755643343e-04,0.85847563991944,6.84293918311596e-06,0.0,2.75653933804594819534e+00,0.606477081191368,1.34562776288535065893e-02,7.70613903928377252938e-01,5.80581173398923455764e-01,0.000205,0.0,NULL,NULL,NULL,NULL,0.000359,5.34818941504178219483e+05,1.03598837209302311636e-04,6.94011627906976650767e-05,2.99999999999999973718e-05,0.000156);
INSERT INTO "metric" VALUES('5fe33ed6af6f',3,576.0,0.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,-2.05021010090907440052e-04,9.13445455829302588313e-01,2.05263495445251507192e-06,0.0,2.75650554817282511521e+00,6.06470569952526905588e-01,1.84708133928548831614e-02,6.91287816988803482942e-01,5.48275254696302671852e-01,0.00011,0.0,NULL,NULL,NULL,NULL,0.000446,4.30493273542600916707e+05,1.22412060301507540993e-04,8.05879396984924737529e-05,3.9e-05,0.000204);
INSERT INTO "metric" VALUES('5fe33ed6af6f',4,768.0,0.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,-3.59170604497194303713e-05,6.26394462088743830818e-01,2.64185170332590743341e-08,0.0,2.75647455375754191209e+00,0.606464326854024,2.79315430885081206202e-03,6.97300664429609362571e-01,4.53275763970913236899e-01,1.50000000000000122384e-05,0.0,-1.47863744803065219461e+03,5.47330913820997522201e-01,90.8837754954584,2.03140423393917259877e+01,4.43000000000000034375e-04,4.33408577878103824353e+05,9.31948051948051887222e-05,6.28051948051948084579e-05,9.2e-05,0.000195);
INSERT INTO "metric" VALUES('910a67ed3e5d',1,192.0,0.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,-1.3842629889647167958e-03,1.11558921138445543697e+00,4.08780761063099e-05,0.0,2.75479855459296052444e+00,6.06124018189273527923e-01,1.15497477201181655837e-02,6.60211261333769838799e-01,7.59327127634978893411e-01,0.0003,0.0,NULL,NULL,NULL,NULL,6.79999999999999940429e-04,2.82352941176470601924e+05,1.39864864864864852245e-04,9.01351351351351276052e-05,7.4e-05,0.000376);
INSERT INTO "metric" VALUES('910a67ed3e5d',2,384.0,0.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,-5.32054963211218588312e-04,1.12420099625984826197e+00,6.22154523928960136126e-06,0.0,2.75493284981810404588e+00,6.06152740686968782846e-01,1.69826655939564266639e-02,7.24955820169834286303e-01,6.95639394211904571463e-01,0.000205,0.0,NULL,NULL,NULL,NULL,0.000613,3.13213703099510574253e+05,0.000106,8.7e-05,7.7e-05,0.000343);
INSERT INTO "metric" VALUES('910a67ed3e5d',3,576.0,0.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,-2.41149030625820176175e-04,1.43770055274168662151e+00,1.54105946421623234208e-06,0.0,2.75523091476523207532e+00,6.06213829389243508138e-01,1.04938477249795457379e-02,6.30848964713184634511e-01,8.04009255815021361968e-01,0.00011,0.0,NULL,NULL,NULL,NULL,0.000577,3.32755632582322345117e+05,1.28507462686567154944e-04,7.64925373134328135445e-05,5.99999999999999947437e-05,0.000312);
INSERT INTO "metric" VALUES('910a67ed3e5d',4,768.0,0.0,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,NULL,-2.66811810433864634163e-05,1.385393010576566164e+00,2.0582228899002076518e-08,0.0,2.75529469769560630965e+00,6.06226766309295617141e-01,1.64888760247604362896e-02,6.70475362684376907651e-01,0.748733785644898,1.50000000000000122384e-05,0.0,-1.47013529602983498987e+03,5.44339978936950075194e-01,1.44326865470502525563e+02,3.7385348549007012763e+01,0.00053,3.62264150943396263764e+05,1.01597633136094668863e-04,6.84023668639053297963e-05,6.2e-05,0.000298);
CREATE TABLE run (  number INTEGER PRIMARY KEY,  id TEXT NOT NULL UNIQUE,  group_id TEXT NOT NULL REFERENCES run_group (id),  seed INTEGER NOT NULL,  status TEXT NOT NULL CHECK (status IN    ('running', 'paused', 'finished', 'stopped', 'interrupted', 'failed')),  message TEXT,  iteration INTEGER NOT NULL DEFAULT 0,  seconds ANY NOT NULL DEFAULT 0.0,  last_reward ANY,  best_score ANY,  best_iteration INTEGER,  kernel_level TEXT NOT NULL,  version TEXT NOT NULL,  init_from TEXT,  created_us INTEGER NOT NULL,  updated_us INTEGER NOT NULL) STRICT;
INSERT INTO "run" VALUES(1,'910a67ed3e5d','38d906033308',1,'finished',NULL,4,0.0024,NULL,-1.47013529602983498987e+03,4,'avx512','0.1.0',NULL,1795692406271947,1795692406290406);
INSERT INTO "run" VALUES(2,'5fe33ed6af6f','38d906033308',1000000000000,'finished',NULL,4,0.001651,NULL,-1.47863744803065219461e+03,4,'avx512','0.1.0',NULL,1795692406273664,1795692406303517);
CREATE TABLE run_group (  id TEXT PRIMARY KEY,  name TEXT NOT NULL,  scenario_hash TEXT NOT NULL REFERENCES scenario (hash),  configuration TEXT NOT NULL,  iterations INTEGER NOT NULL,  version TEXT NOT NULL,  created_us INTEGER NOT NULL) STRICT;
INSERT INTO "run_group" VALUES('38d906033308','old steps','f3d3e9767a293203c7c731b787983f8e8039545ff3c34ff0c9e3095006511826','iterations=4
ppo.clip=0.2
ppo.gamma=0.995
ppo.gae_lambda=0.95
ppo.epochs=4
ppo.minibatch=64
ppo.learning_rate=0.0003
ppo.learning_rate_end=0.05
ppo.entropy=0
ppo.value_coefficient=0.5
ppo.huber=10
ppo.max_gradient_norm=0.5
ppo.target_kl=0
ppo.adam_epsilon=1e-05
policy.hidden=4
policy.log_std=-0.5
policy.log_std_min=-1.9
policy.log_std_max=1
rollout.environments=4
rollout.steps=48
normalise.observations=yes
normalise.values=yes
validation.interval=4
validation.days=1
checkpoint.interval=2
checkpoint.keep=0
share_parameters=no
backend=auto
kernel_level=auto
',4,'0.1.0',1795692406271897);
CREATE TABLE scenario (  hash TEXT PRIMARY KEY,  name TEXT NOT NULL,  text TEXT NOT NULL) STRICT;
INSERT INTO "scenario" VALUES('f3d3e9767a293203c7c731b787983f8e8039545ff3c34ff0c9e3095006511826','neighbourhood-5','[scenario]
name = neighbourhood-5
nodes = 5
topology = ring
settlement = consent
small_world_degree = 4
small_world_rewire = 0.1
topology_seed = 1
line_limit = 20
grid_limit = 20
feeder_import = 0
feeder_export = 0
charge_efficiency = 0.95
discharge_efficiency = 0.95
line_efficiency = 0.98
tariff_night = 0.12
tariff_day = 0.24
tariff_peak = 0.42
export_ratio = 0.25
currency = EUR
initial_level_min = 0.3
initial_level_max = 0.7
weight_stability = 1
weight_efficiency = 0.5
weight_cost = 1
weight_cooperation = 0.05
weight_unmet = 10
self_weight = 0.1
cost_reference = 1.5
team_share = 0.5
internal_price = 0.5
demand_reference = 10
solar_reference = 15
price_reference = 0.24
capacity_reference = 400
');
CREATE INDEX run_group_name ON run_group (name);
CREATE INDEX run_group_id ON run (group_id);
COMMIT;
