"""The roles and their groups."""

import pytest
from django.contrib.auth.models import AnonymousUser, Group

from catalogue.access.roles import EDITORS
from portal import roles


def test_a_role_has_the_name_that_the_catalogue_knows():
    assert roles.EDITOR == EDITORS
    assert set(roles.ROLES) == {"redacteur", "klantmanager", "beleid"}


def test_a_group_is_made_when_the_database_does_not_have_it(db):
    Group.objects.all().delete()
    assert roles.group("beleid").name == "beleid"
    with pytest.raises(ValueError, match="is not one of"):
        roles.group("directeur")


def test_the_roles_of_an_account_are_its_groups(mo, karin, amina):
    assert [roles.of(user) for user in (mo, karin, amina, AnonymousUser())] == [
        {"redacteur"},
        {"klantmanager"},
        set(),
        set(),
    ]


def test_other_groups_are_no_roles(karin):
    karin.groups.add(Group.objects.create(name="kantine"))
    assert roles.of(karin) == {"klantmanager"}
