# The published numbers of Bolger & Laurenceau (2013) by the library that made them: referee of tests/numbers/engine.
library(nlme)
place <- Sys.getenv("HOLDFAST_REFERENCE_DATA")
d <- read.csv(file.path(place, "bl_process.csv"))
m <- lme(intimacy ~ time7c + confcw * relqual + confcb * relqual, random = ~ confcw | id, correlation = corAR1(),
         data = d, control = list(maxIter = 1000, opt = "optim"))
print(round(summary(m)$tTable[, 1:2], 3))

w <- read.csv(file.path(place, "BLdyads_long.csv"))
one <- function(sex, other) data.frame(
  couple = w$coupleid, time = w$time, female = as.numeric(sex == "f"), male = as.numeric(sex == "m"),
  y = w[[paste0(sex, "_reldis")]],
  actor = w[[paste0(sex, "_wrkstrsc_w")]], partner = w[[paste0(other, "_wrkstrsc_w")]],
  actorb = w[[paste0(sex, "_wrkstrsc_b")]], partnerb = w[[paste0(other, "_wrkstrsc_b")]], sex = sex)
s <- rbind(one("f", "m"), one("m", "f"))
s <- s[order(s$couple, s$time, s$sex), ]
m <- lme(y ~ 0 + female + male + female:actor + female:partner + male:actor + male:partner +
           female:actorb + female:partnerb + male:actorb + male:partnerb,
         random = ~ 0 + female + male + female:actor + female:partner + male:actor + male:partner | couple,
         weights = varIdent(form = ~ 1 | sex), correlation = corCompSymm(form = ~ 1 | couple / time),
         data = s, na.action = na.omit, control = list(maxIter = 1000, msMaxIter = 1000, opt = "optim"))
cat("logLik", round(as.numeric(logLik(m)), 3), "\n")
print(round(summary(m)$tTable[, 1:2], 4))
