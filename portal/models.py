"""Accounts, of which the e-mail address is the login name; and what must hold over all processes."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class UserManager(BaseUserManager):
    def create_user(self, email: str, password: str | None = None, **fields):
        """A new account, unable to log in without a password; ValueError when the address is missing."""
        if not email:
            raise ValueError("Een account heeft een e-mailadres nodig.")
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email: str):
        return self.get(email__iexact=email)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField("e-mailadres", max_length=254, unique=True)
    name = models.CharField("naam", max_length=150, blank=True)
    is_staff = models.BooleanField("beheerder", default=False)
    is_active = models.BooleanField("actief", default=True)
    date_joined = models.DateTimeField("sinds", default=timezone.now)
    sessions_end_before = models.DateTimeField(
        "sessies van voor dit moment zijn voorbij", null=True, blank=True
    )
    mail_refused_at = models.DateTimeField("mail geweigerd sinds", null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: list[str] = []

    objects = UserManager()

    class Meta:
        verbose_name = "account"
        verbose_name_plural = "accounts"
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_unique")]

    def __str__(self) -> str:
        return self.name or self.email


class SharedEntry(models.Model):
    """One entry of the cache that all processes share: see portal.http.shared_cache."""

    key = models.CharField("sleutel", max_length=64, primary_key=True)
    value = models.TextField("waarde")
    expires_at = models.FloatField("verloopt op, in seconden sinds 1970", db_index=True)

    class Meta:
        verbose_name = "gedeelde waarde"
        verbose_name_plural = "gedeelde waarden"

    def __str__(self) -> str:
        return self.key


class WindowCount(models.Model):
    """How often somebody asked one kind of thing in one window of time: see portal.http.counts."""

    pk = models.CompositePrimaryKey("key", "window")
    key = models.CharField("sleutel", max_length=64)
    window = models.BigIntegerField("einde van het venster, in seconden sinds 1970", db_index=True)
    n = models.PositiveIntegerField("aantal")

    class Meta:
        verbose_name = "teller"
        verbose_name_plural = "tellers"

    def __str__(self) -> str:
        return f"{self.key}: {self.n}"
